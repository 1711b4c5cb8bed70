import PhaseFiles
import PhaseLibrary
import Testing
import WorkflowModel
import YAMLReading

@Suite struct `A damaged file` {
  @Test func `never ends the program`() throws {
    let seed = try #require(PhaseLibrary.files.first).bytes
    var random = Dice(state: 0x5EED)
    var accepted = 0
    for round in 0..<2000 {
      var bytes = round.isMultiple(of: 8) ? text(goodPolicy) : seed
      for _ in 0...Int(random.next() % 4) { random.damage(&bytes) }
      // Whatever is said has a place in the file.
      do {
        _ = try PhaseFile.read(bytes, file: "f.yml")
        accepted += 1
      } catch {
        #expect(!error.problems.isEmpty && error.problems.allSatisfy { $0.line > 0 && $0.column > 0 })
      }
      guard round.isMultiple(of: 8) else { continue }
      do { _ = try PolicyFile.read(bytes) } catch { #expect(!error.problems.isEmpty) }
    }
    // Some damage lands in comments, and most does not.
    #expect((1..<1900).contains(accepted))
  }

  @Test(arguments: [
    "[", "{", "- ", "? ", "a: {b: ", "[a, ", "\"", "'", "&a [", "*a ", "!!x ", "(", "|\n ", ">\n", "\u{2028}[",
  ])
  func `may repeat anything as often as it likes`(_ piece: String) {
    for prefix in ["", "a: ", "dod: \"x\" \n  \"", "a: [b\n", "a: |\n ", "a: b\n  - "] {
      let bytes = Array((prefix + String(repeating: piece, count: 200_000 / piece.utf8.count)).utf8)
      #expect(throws: PhaseFileError.self) { _ = try PhaseFile.read(bytes, file: "f.yml") }
    }
  }

  @Test func `cannot hide an alias from the guard`() {
    // Each is a way in which a careless scanner would take the alias for part of a text.
    let hidden = [
      "a: &x [1]\n\"b\": *x", "a: [b\n\"c, *x\"]", "a: b\n  \"c\nd: *x", "a: |\n*x : y", "- a: |\n - *x",
      "a: 'b'' *x'\nc: *x",
      "a: b#c\nd: *x", "a: \"b\\\"\" #\"\nc: *x", "{a: \"b\"}: *x", "a: # |\n  *x", "a: |\n        \n  b\n*x : c",
      "--- *x",
      "[a]: [b, *x]", "a: [\n# \"\n*x]", "a: b\n# c\n  *x : d",
    ]
    for text in hidden {
      let error = #expect(throws: PhaseFileError.self) { _ = try PhaseFile.read(Array(text.utf8), file: "f.yml") }
      let isSeen = error?.problems.contains { problem in
        ["aliases", "anchors", "several lines", "ends on the line", "one document", "blank line", "not YAML"].contains {
          problem.message.contains($0)
        }
      }
      #expect(isSeen == true, "\(text): \(error?.description ?? "")")
    }
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

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

  private static let signs = Array("[]{}:,#&*!|>'\"%@`-? \t\n\r\\(~".utf8)

  mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let index = below(bytes.count)
    switch below(7) {
    case 0: bytes[index] = UInt8(truncatingIfNeeded: next())
    case 1: bytes.remove(at: index)
    case 2: bytes.insert(Self.signs[below(Self.signs.count)], at: index)
    case 3: bytes.removeSubrange(index..<min(bytes.count, index + below(200)))
    case 4: bytes.insert(contentsOf: Array(bytes[index..<min(bytes.count, index + below(200))]), at: below(bytes.count))
    case 5: bytes.swapAt(index, below(bytes.count))
    default:
      bytes.insert(
        contentsOf: [[0xFF], [0xC2, 0x85], [0xE2, 0x80, 0xA8], [0], [0xEF, 0xBB, 0xBF]][below(5)], at: index)
    }
  }
}
