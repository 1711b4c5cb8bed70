import FoundationEssentials
import WorkflowModel

/// A value that a command shows. Its text is for people; its JSON is a promise to agents: fields are added, never
/// renamed, within a schema version.
package protocol Report: Encodable, Sendable {
  /// The document's `kind`.
  static var kind: String { get }
  /// Lines for people, without the last newline.
  var text: String { get }
}

package enum OutputFormat: Sendable { case text, json }

extension Report {
  /// The whole output in a format, with the newline at its end. A new format is a compile error here.
  package func rendered(as format: OutputFormat) throws -> String {
    switch format {
    case .text: return text + "\n"
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(Document(report: self)), as: UTF8.self) + "\n"
    }
  }
}

/// The envelope: schema version and kind beside the report's own fields.
private struct Document<Body: Report>: Encodable {
  let report: Body

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: TextKey.self)
    try container.encode(1, forKey: TextKey(stringValue: "schema"))
    try container.encode(Body.kind, forKey: TextKey(stringValue: "kind"))
    try report.encode(to: encoder)
  }
}

/// Rows under each other, columns aligned, the last one free.
enum Table {
  static func text(_ rows: [[String]], indent: String = "  ") -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = indent
      for (column, cell) in row.enumerated() {
        line += column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

extension Duration {
  /// `2 h`, `12 min`, `5 s`: an age for people.
  var rough: String {
    let seconds = components.seconds
    switch seconds {
    case ..<0: return "0 s"
    case ..<120: return "\(seconds) s"
    case ..<7200: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3600) h"
    default: return "\(seconds / 86400) d"
    }
  }
}
