import Recipes
import Testing
import WorkflowModel
import YAMLReading

@Suite struct DamagedRecipeTests {
  /// Forty levels: who walks it whole, or hashes it, does not come back.
  static let bomb = (["a0: &a0 [x, x]"] + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" })
    .joined(separator: "\n")

  @Test(arguments: [
    "*a40 : b", "b: { *a40 : c }", "b: { *a40 }", "b: { *a40, c }", "b: { [*a40] }", "b: { [*a40]: c }",
    "b: [ *a40 : c ]",
    "b: [ [*a40] : c ]", "[*a40]: b", "? *a40\n: b", "? [*a40]\n: b", "b: [\n? *a40\n]", "b: [[*a40]\n: c]",
    "b: c\n  \"d\ne: { *a40 }", "b: c\n# d\n  *a40 : e", "b: c # d\n  *a40 : e", "b: c\n  d # e\n  *a40 : f",
    "b: |\n*a40 : c", "b: |\n    \n  c\n*a40 : d", "b: 'c\n  ' *a40 : d", "'b\n  c': { *a40 : d }",
    "b: 'c'' *a40'\n*a40 : d",
    "b: \"c\\\n\"\n*a40 : d", "b:\n  c\n  *a40 : d", "- b\n- *a40 : c", "b: &c\n  *a40 : d", "b: &c *a40 : d",
    "--- *a40",
    "b: c#d\n*a40 : e", "b: \"c\\\"\" #\"\n*a40 : d", "b: # |\n  *a40 : c", "b: [\n# \"\n{*a40}]", "b: &c { ? *a40 }",
    "b: [c, 'd\n', {*a40}]", "b: c\n  - *a40 : d", "b: ! { *a40 }", "b:\n- c\n  *a40 : d", "b:\n  &c *a40 : d",
    "&b *a40 : c", "b: [&c *a40 : d]", "- &b *a40 : c",
  ])
  func `no key can be made of what aliases multiply`(text: String) {
    #expect(problems { _ = try compose("\(Self.bomb)\n\(text)") } != nil)
  }

  @Test func `a long chain of aliases is refused`() {
    let chain = (["a0: &a0 [x]"] + (1...40_000).map { "a\($0): &a\($0) [*a\($0 - 1)]" }).joined(separator: "\n")
    #expect(problems { _ = try compose(chain) }?.hasSuffix("too many aliases") == true)
    let short = (["a0: &a0 [x]"] + (1...500).map { "a\($0): &a\($0) [*a\($0 - 1)]" }).joined(separator: "\n")
    #expect(problems { _ = try compose(short) }?.hasSuffix("nested too deeply") == true)
  }

  @Test(arguments: [
    "[", "{", "- ", "? ", "a: {b: ", "[a, ", "\"", "'", "&a [", "*a ", "!!x ", "|\n ", ">\n", "a:\n", "$", "${",
  ])
  func `anything may be repeated`(piece: String) {
    for prefix in ["", "a: ", "a: [b\n", "a: |\n ", "a: b\n  - ", "services: { app: { image: \""] {
      let bytes = Array((prefix + String(repeating: piece, count: 20_000 / piece.utf8.count)).utf8)
      #expect(throws: FileProblems.self) { try ComposeFile.read([(name: "compose.yml", bytes: bytes)]) }
    }
  }

  @Test func `damage is refused with a place, or read`() throws {
    var random = Dice(state: 0xC0DE)
    var accepted = 0
    for _ in 0..<500 {
      var bytes = Array(goodCompose.utf8)
      for _ in 0...Int(random.next() % 4) { random.damage(&bytes) }
      do {
        _ = try ComposeFile.read([(name: "compose.yml", bytes: bytes)])
        accepted += 1
      } catch {
        #expect(!error.problems.isEmpty && error.problems.allSatisfy { $0.line > 0 && $0.column > 0 })
      }
      do { _ = try EnvironmentFile.read(bytes, file: ".env") } catch { #expect(!error.problems.isEmpty) }
    }
    #expect((1..<475).contains(accepted))
  }
}

/// A small generator with a fixed seed (SplitMix64), so that a failure can be had again.
private struct Dice {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let signs = Array("[]{}:,#&*!|>'\"%@`-? \t\n\r\\$".utf8)
    let index = Int(next() % UInt64(bytes.count))
    let piece = bytes[index..<min(bytes.count, index + Int(next() % 100))]
    switch next() % 5 {
    case 0: bytes[index] = UInt8(truncatingIfNeeded: next())
    case 1: bytes.insert(signs[Int(next() % UInt64(signs.count))], at: index)
    case 2: bytes.removeSubrange(piece.indices)
    case 3: bytes.insert(contentsOf: Array(piece), at: Int(next() % UInt64(bytes.count)))
    default: bytes.remove(at: index)
    }
  }
}
