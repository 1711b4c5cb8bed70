import YAMLReading

/// Variables in a compose file's texts, as docker puts them in: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`,
/// `${NAME:?message}`, `${NAME?message}`, and `$$` for a dollar sign.
package struct Interpolation: Hashable, Sendable {
  package struct Reference: Hashable, Sendable {
    package let variable: String
    /// What stands for a variable that is not set; nil when nothing does.
    package let fallback: String?
  }

  /// Why a text cannot be interpolated.
  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The `$` at which what is written is no reference; the text from there.
    case malformed(String)
    /// `${NAME:?message}` and the variable is not set.
    case required(String, message: String)

    package var description: String {
      switch self {
      case .malformed(let text): "'\(KeyPath.shown(text))' is no variable; write $$ for a dollar sign"
      case .required(let name, let message):
        "the variable '\(name)' is needed: \(message.isEmpty ? "it is not set" : KeyPath.shown(message))"
      }
    }
  }

  private enum Part: Hashable {
    case text(String)
    case reference(String, Operator?, String)
  }

  private enum Operator: String, Hashable, CaseIterable {
    // The longer ones first.
    case unsetOrEmpty = ":-"
    case neededAndFilled = ":?"
    case unset = "-"
    case needed = "?"
  }

  private let parts: [Part]

  package init(_ text: String) throws(Fault) {
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      literal += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$$") {
        literal += "$"
        rest = rest.dropFirst(2)
        continue
      }
      let (part, end) = try Self.reference(in: rest)
      parts += [.text(literal), part]
      literal = ""
      rest = rest[end...]
    }
    self.parts = parts + [.text(literal + rest)]
  }

  /// The reference at the beginning of the text, and where it ends.
  private static func reference(in text: Substring) throws(Fault) -> (Part, Substring.Index) {
    let isBraced = text.hasPrefix("${")
    let body = text.dropFirst(isBraced ? 2 : 1)
    let name = body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard let first = name.first, !first.isNumber else { throw .malformed(String(text)) }
    guard isBraced else { return (.reference(String(name), nil, ""), name.endIndex) }
    let after = body[name.endIndex...]
    if after.hasPrefix("}") { return (.reference(String(name), nil, ""), after.index(after: after.startIndex)) }
    guard let sign = Operator.allCases.first(where: { after.hasPrefix($0.rawValue) }),
      let close = after.firstIndex(of: "}")
    else { throw .malformed(String(text)) }
    let word = after[..<close].dropFirst(sign.rawValue.count)
    return (.reference(String(name), sign, String(word)), after.index(after: close))
  }

  /// In the text's order.
  package var references: [Reference] {
    parts.compactMap { part in
      guard case .reference(let name, let sign, let word) = part else { return nil }
      return Reference(variable: name, fallback: sign == .unset || sign == .unsetOrEmpty ? word : nil)
    }
  }

  /// The text with its variables put in; one that is not set is empty, as docker has it.
  package func text(with variables: [String: String]) throws(Fault) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .reference(let name, let sign, let word):
        let value = variables[name]
        switch sign {
        case .unset: result += value ?? word
        case .unsetOrEmpty: result += value.flatMap { $0.isEmpty ? nil : $0 } ?? word
        case .needed where value == nil, .neededAndFilled where value?.isEmpty ?? true:
          throw .required(name, message: word)
        case nil, .needed, .neededAndFilled: result += value ?? ""
        }
      }
    }
    return result
  }

  /// A text that stands for itself in a compose file.
  package static func literal(_ text: String) -> String { text.replacing("$", with: "$$") }
}
