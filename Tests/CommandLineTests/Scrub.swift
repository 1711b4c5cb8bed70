import TestSupport

/// Gives what differs from run to run a stable name: object ids in order of their first appearance, whether whole or
/// cut to twelve digits; the world's directory; the times that a collection took; keys, and what is sealed with them.
struct Scrub {
  private var names: [Substring: String] = [:]
  private let directory: String

  init(_ world: World) { directory = world.scratch.path }

  mutating func clean(_ text: String) -> String {
    var result = ""
    let text = text.split(separator: directory, omittingEmptySubsequences: false).joined(separator: "<tmp>")
    var rest = text[...]
    while let start = rest.firstIndex(where: Self.isWord) {
      result += rest[..<start]
      let word = rest[start...].prefix(while: Self.isWord)
      result += name(of: word)
      rest = rest[word.endIndex...]
    }
    return (result + rest).replacing(#/\bassay-[0-9a-f]{1,16}\b/#, with: "assay-<n>")
      .replacing(#/"seconds" : \d+/#, with: #""seconds" : <n>"#)
      .replacing(#/SHA256:[A-Za-z0-9+\/]{43}/#, with: "SHA256:<key>")
      .replacing(#/(?<name>Assay-(Seal|Key)(: |",\s*"))[0-9a-f]{64}/#, with: { "\($0.output.name)<key>" })
      .replacing(#/([A-Za-z0-9+\/]{76}(\\n|\n))+[A-Za-z0-9+\/=]+/#, with: "<sealed>")
      .replacing(#/ssh-ed25519 [A-Za-z0-9+\/=]{68}/#, with: "ssh-ed25519 <key>")
  }

  private mutating func name(of word: Substring) -> String {
    guard word.count == 40 || word.count == 12, word.allSatisfy(\.isHexDigit), word.allSatisfy(Self.isLower) else {
      return String(word)
    }
    let key = word.prefix(12)
    if let known = names[key] { return known }
    let name = word.allSatisfy { $0 == "0" } ? "<none>" : "<id-\(names.count + 1)>"
    names[key] = name
    return name
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }

  private static func isLower(_ character: Character) -> Bool { !character.isUppercase }
}
