import WorkflowModel

/// One pass over a document: turns items into values and keeps every problem on the way. A reader that returns nil has
/// said why.
package final class Reading {
  package let file: String
  package private(set) var problems: [Problem] = []

  package init(file: String) { self.file = file }

  /// Reads a document whole, or says everything that is wrong with it. `file` is the name used in messages.
  package static func whole<Value>(
    _ bytes: [UInt8], file: String, in dialect: YAMLDialect = .strict, _ read: (Reading, YAMLItem) -> Value?
  ) throws(FileProblems) -> Value {
    let document = try YAMLDocument.read(bytes, file: file, in: dialect)
    let reading = Reading(file: file)
    let value = read(reading, document)
    guard let value, reading.problems.isEmpty else { throw FileProblems(problems: reading.problems) }
    return value
  }

  package func refuse(_ item: YAMLItem, _ message: String) { refuse(item.place, item.path, message) }

  package func refuse(_ place: Place, _ path: String, _ message: String) {
    problems.append(Problem(file: file, line: place.line, column: place.column, key: path, message: message))
  }

  /// Whether the reading since the mark found nothing wrong.
  package func isClean(since mark: Int) -> Bool { problems.count == mark }

  package var mark: Int { problems.count }

  // MARK: Scalars

  /// Any text, as it is written; numbers and words such as `yes` are texts here.
  package func text(_ item: YAMLItem) -> String? {
    guard case .scalar(let text, _) = item.content, !item.isNull else {
      refuse(item, "a text is needed here, not \(item.noun)")
      return nil
    }
    return text
  }

  package func nonEmptyText(_ item: YAMLItem) -> String? {
    guard let text = text(item) else { return nil }
    guard text.contains(where: { !$0.isWhitespace }) else {
      refuse(item, "the text is empty")
      return nil
    }
    return text
  }

  /// A text of one line that is safe to show.
  package func line(_ item: YAMLItem) -> String? {
    guard let text = nonEmptyText(item) else { return nil }
    let line = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard InertText.line(line) == line else {
      refuse(item, "the text has to be one line, without control characters or doubled spaces")
      return nil
    }
    return line
  }

  package func name<Kind>(_ item: YAMLItem, as kind: Kind.Type = Kind.self) -> Name<Kind>? {
    guard let text = text(item) else { return nil }
    guard let name = Name<Kind>(text) else {
      refuse(
        item,
        "'\(KeyPath.shown(text))' is no name; letters, digits, '.', '_' and '-' make one, up to 64, a letter or digit first"
      )
      return nil
    }
    return name
  }

  package func integer(_ item: YAMLItem, in range: ClosedRange<Int>) -> Int? {
    guard case .scalar(let text, plain: true) = item.content, let number = Int(text), String(number) == text else {
      refuse(item, "a whole number is needed here")
      return nil
    }
    guard range.contains(number) else {
      let limits =
        range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
      refuse(item, "\(number) is out of range; it can be \(limits)")
      return nil
    }
    return number
  }

  package func boolean(_ item: YAMLItem) -> Bool? {
    guard case .scalar(let text, plain: true) = item.content, let value = Bool(text) else {
      refuse(item, "true or false is needed here")
      return nil
    }
    return value
  }

  package func duration(_ item: YAMLItem) -> Duration? {
    guard let text = text(item) else { return nil }
    guard let duration = Duration(shorthand: text) else {
      refuse(item, "'\(KeyPath.shown(text))' is no duration; write a count and s, m, h or d, for example 90s or 24h")
      return nil
    }
    return duration
  }

  /// One of a few words.
  package func word<Value: RawRepresentable<String>>(_ item: YAMLItem, of values: [Value]) -> Value? {
    guard let text = text(item) else { return nil }
    guard let value = values.first(where: { $0.rawValue == text }) else {
      let words = values.map(\.rawValue)
      let list = words.count > 1 ? words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1] : words[0]
      refuse(item, "'\(KeyPath.shown(text))' is not \(list)\(Suggestion.hint(for: text, among: words))")
      return nil
    }
    return value
  }

  /// A JSON value that is neither list nor object: plain `true`, `null` and numbers are what they look like.
  package func scalar(_ item: YAMLItem) -> Scalar? {
    guard case .scalar(let text, let plain) = item.content else {
      refuse(item, "a single value is needed here, not \(item.noun)")
      return nil
    }
    guard plain else { return .text(text) }
    if item.isNull { return .null }
    if let value = Bool(text) { return .boolean(value) }
    if let number = number(text) { return .number(number) }
    return .text(text)
  }

  package func number(_ item: YAMLItem) -> Double? {
    guard case .scalar(let text, plain: true) = item.content, let number = number(text) else {
      refuse(item, "a number is needed here")
      return nil
    }
    return number
  }

  private func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }),
      let first = text.utf8.first, first != 0x2B, let number = Double(text), number.isFinite
    else { return nil }
    return number
  }

  /// A string goes to the shell, a list is an argument vector.
  package func command(_ item: YAMLItem) -> Command? {
    guard case .list(let items) = item.content else { return nonEmptyText(item).map(Command.shell) }
    let arguments = items.compactMap(text)
    guard arguments.count == items.count else { return nil }
    guard let program = arguments.first, !program.isEmpty else {
      refuse(item, "the command is empty")
      return nil
    }
    return .arguments(arguments)
  }

  // MARK: Collections

  package func list(_ item: YAMLItem) -> [YAMLItem]? {
    guard case .list(let items) = item.content else {
      refuse(item, "a list is needed here, not \(item.noun)")
      return nil
    }
    return items
  }

  package func nonEmptyList(_ item: YAMLItem, of what: String) -> [YAMLItem]? {
    guard let items = list(item) else { return nil }
    guard !items.isEmpty else {
      refuse(item, "the list is empty; at least one \(what) is needed")
      return nil
    }
    return items
  }

  package func entries(_ item: YAMLItem) -> [YAMLItem.Entry]? {
    guard case .mapping(let entries) = item.content else {
      refuse(item, "a mapping is needed here, not \(item.noun)")
      return nil
    }
    return entries
  }

  /// Names in a list, distinct; those that are none are left out with a word about them.
  package func names<Kind>(_ item: YAMLItem, as kind: Kind.Type = Kind.self) -> [(name: Name<Kind>, item: YAMLItem)] {
    var found: [(name: Name<Kind>, item: YAMLItem)] = []
    var seen: Set<Name<Kind>> = []
    for element in list(item) ?? [] {
      guard let name = name(element, as: Kind.self) else { continue }
      if seen.insert(name).inserted {
        found.append((name, element))
      } else {
        refuse(element, "'\(name)' stands twice in the list")
      }
    }
    return found
  }
}
