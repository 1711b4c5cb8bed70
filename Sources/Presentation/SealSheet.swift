import Coordination
import WorkflowModel

/// What can be read of a sealed entry.
package struct SealSheet: Encodable, Sendable {
  /// `published`, `own`, `sealed` or `damaged`.
  package let state: String
  /// What it waits for, or what is wrong with it; empty for one that is published.
  package let note: String
  /// The words; nil while they are sealed from this reader.
  package let title: String?
  package let body: String?

  init(_ reading: SealReading) {
    switch reading {
    case .published(let title, let body): (state, note, self.title, self.body) = ("published", "", title, body)
    case .own(let title, let body, let end):
      (state, note, self.title, self.body) = ("own", "to others \(end.words)", title, body)
    case .sealed(let end): (state, note, title, body) = ("sealed", end.words, nil, nil)
    case .damaged(let why): (state, note, title, body) = ("damaged", why, nil, nil)
    }
  }

  var lines: [String] {
    var lines = note.isEmpty ? [] : [state == "damaged" ? "cannot be read: \(note)" : note]
    if let title { lines += ["", title] }
    if let body, !body.isEmpty { lines += ["", body] }
    return lines
  }
}

extension SealEnd {
  fileprivate var words: String {
    switch self {
    case .ruling(let gate): "sealed until \(gate) is ruled on"
    case .key(let name): "sealed until \(name) publishes the key, which is due"
    case .closing(let phase): "sealed until phase \(phase) can be closed"
    case .never: "sealed, in a record that does not count"
    }
  }
}
