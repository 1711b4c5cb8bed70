import WorkflowModel

/// A claim's payload as people write it into a file: a heading line for each part (`WHAT`, `## HOW`, `**EXPECTED**`,
/// `WHERE:`), its text below. This is input to a command and nothing else: records are never read this way.
package enum PayloadText {
  package static func read(_ text: String) throws -> Payload {
    var parts: [String: [Substring]] = [:]
    var current: String?
    // For Swift, a carriage return and the newline after it are one character, and not the newline.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
      if let heading = heading(line) {
        guard parts[heading] == nil else {
          throw CoordinationError.malformed("the payload has two headings \(heading)", mend: "keep one of each")
        }
        parts[heading] = []
        current = heading
      } else if let current {
        parts[current]?.append(line)
      }
    }
    func part(_ name: String) -> String { (parts[name] ?? []).joined(separator: "\n") }
    return Payload(what: part("WHAT"), how: part("HOW"), expected: part("EXPECTED"), place: part("WHERE"))
  }

  private static func heading(_ line: Substring) -> String? {
    let word = line.filter { !"#*: \t\r".contains($0) }
    return ["WHAT", "HOW", "EXPECTED", "WHERE"].first { $0 == word }
  }
}
