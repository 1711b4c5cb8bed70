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
    var literal = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let dollar = rest.firstIndex(of: "$") {
      literal.append(contentsOf: rest[..<dollar])
      rest = rest[dollar...]
      if rest.dropFirst().first == "$" {
        literal.append("$")
        rest = rest.dropFirst(2)
        continue
      }
      let (part, end) = try Self.reference(in: rest)
      parts += [.text(String(literal)), part]
      literal = String.UnicodeScalarView()
      rest = rest[end...]
    }
    literal.append(contentsOf: rest)
    self.parts = parts + [.text(String(literal))]
  }

  /// The reference at the beginning of the text, and where it ends.
  private static func reference(
    in text: Substring.UnicodeScalarView
  ) throws(Fault) -> (Part, Substring.UnicodeScalarView.Index) {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) || scalar == "_"
    }
    let isBraced = text.dropFirst().first == "{"
    let body = text.dropFirst(isBraced ? 2 : 1)
    let name = body.prefix { isLetter($0) || ("0"..."9").contains($0) }
    guard let first = name.first, isLetter(first) else { throw .malformed(String(text)) }
    guard isBraced else { return (.reference(String(name), nil, ""), name.endIndex) }
    let after = body[name.endIndex...]
    guard let close = after.firstIndex(of: "}") else { throw .malformed(String(text)) }
    let end = after.index(after: close)
    if close == after.startIndex { return (.reference(String(name), nil, ""), end) }
    guard let sign = Operator.allCases.first(where: { after.starts(with: $0.rawValue.unicodeScalars) }) else {
      throw .malformed(String(text))
    }
    let word = after[..<close].dropFirst(sign.rawValue.unicodeScalars.count)
    return (.reference(String(name), sign, String(word)), end)
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
  package static func literal(_ text: String) -> String {
    var literal = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { literal.append(contentsOf: scalar == "$" ? ["$", "$"] : [scalar]) }
    return String(literal)
  }
}
