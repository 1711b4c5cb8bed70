/// A JSON document as it stands, for conditions on its values. Numbers are read as `Double`.
indirect enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value that an RFC 6901 pointer names; nil when there is none or the pointer is malformed.
  func value(at pointer: String) -> JSONValue? {
    guard !pointer.isEmpty else { return self }
    guard pointer.hasPrefix("/") else { return nil }
    var value = self
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let key = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
      switch value {
      case .object(let members):
        guard let member = members[key] else { return nil }
        value = member
      case .array(let elements):
        guard let index = Int(key), String(index) == key, elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  /// Short, for a reason.
  var words: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let value): numberWords(value)
    case .text(let value): "\"\(shown(value))\""
    case .array(let elements): "an array of \(elements.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

func numberWords(_ value: Double) -> String {
  value.rounded() == value && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
}
