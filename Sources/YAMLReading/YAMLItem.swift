import WorkflowModel

/// A place in a file, counted from 1; columns in Unicode scalars.
package struct Place: Hashable, Sendable {
  package let line: Int
  package let column: Int
}

/// A node of the document that knows where it stands and what it is called.
package struct YAMLItem: Sendable {
  package let place: Place
  /// The dotted path of its key; empty for the document itself.
  package let path: String
  package let content: Content

  package indirect enum Content: Sendable {
    /// A scalar as it is written; `plain` when it has no quotes and is no block.
    case scalar(String, plain: Bool)
    case list([YAMLItem])
    /// In the file's order; keys are distinct.
    case mapping([Entry])
  }

  package struct Entry: Sendable {
    package let key: String
    package let place: Place
    package let value: YAMLItem
  }

  /// What the node is, for messages.
  package var noun: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a single value"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  package var isNull: Bool {
    guard case .scalar(let text, plain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  package var isMapping: Bool {
    if case .mapping = content { true } else { false }
  }
}

/// The names of keys in messages.
package enum KeyPath {
  /// The path of the key below another; a key that is no plain word is quoted.
  package static func child(_ key: String, of path: String) -> String {
    let isWord =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x5F || byte == 0x2D
      }
    guard isWord else { return "\(path)[\"\(shown(key))\"]" }
    return path.isEmpty ? key : "\(path).\(key)"
  }

  package static func element(_ index: Int, of path: String) -> String { "\(path)[\(index)]" }

  /// A text from the file, fit for a message: inert, on one line, not long.
  package static func shown(_ text: String) -> String {
    let line = InertText.line(text)
    return line.count > 60 ? line.prefix(57) + "..." : line
  }
}
