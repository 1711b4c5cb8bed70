import Ledgers
import WorkflowModel

/// A text that a user gives for a record: its first line becomes the title, all of it stays in the body when the title
/// cannot hold it.
package struct Wording: Hashable, Sendable {
  package let title: String
  package let body: String

  private static let titleLength = 100

  /// - Throws: ``CoordinationError/malformed(_:mend:)`` for an empty text.
  package init(_ text: String, for what: String) throws {
    let block = RecordText.body(text)
    guard !block.isEmpty else {
      throw CoordinationError.malformed("\(what) is empty", mend: "give it with -m TEXT or --file PATH")
    }
    guard block.utf8.count <= RecordText.bodyLimit else {
      throw CoordinationError.malformed(
        "\(what) has \(block.utf8.count) bytes, and \(RecordText.bodyLimit) is the limit",
        mend: "put the long part into a file of the repository, and name it here")
    }
    let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let first = RecordText.line(String(lines[0]))
    if first.count <= Self.titleLength {
      title = first
      body = lines.count > 1 ? RecordText.body(String(lines[1])) : ""
    } else {
      title = RecordText.line(String(first.prefix(Self.titleLength - 1))) + "…"
      body = block
    }
  }

  /// A text that has to fit on one line.
  package static func line(_ text: String, for what: String) throws -> String {
    let line = RecordText.line(text)
    guard !line.isEmpty else { throw CoordinationError.malformed("\(what) is empty", mend: "say it in one line") }
    guard line.count <= RecordText.lineLimit else {
      throw CoordinationError.malformed(
        "\(what) has \(line.count) characters, and \(RecordText.lineLimit) is the limit", mend: "say it shorter")
    }
    return line
  }
}
