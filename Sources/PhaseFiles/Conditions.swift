import TextPatterns
import WorkflowModel
import YAMLReading

extension Reading {
  static let textConditionKeys = ["contains", "lacks", "matches", "equals", "lines"]
  private static let maximumPattern = 1000

  func textCondition(_ item: YAMLItem) -> TextCondition? {
    guard let fields = Fields(item, keys: Self.textConditionKeys, in: self) else { return nil }
    return textCondition(fields)
  }

  /// The text conditions among the fields; they may stand beside other keys.
  func textCondition(_ fields: Fields) -> TextCondition? {
    let before = mark
    let condition = TextCondition(
      contains: fields["contains"].map(texts) ?? [], lacks: fields["lacks"].map(texts) ?? [],
      matches: fields["matches"].map(patternTexts) ?? [], equals: fields["equals"].flatMap(text),
      lines: fields["lines"].flatMap(bounds))
    guard isClean(since: before) else { return nil }
    guard condition != TextCondition() else {
      refuse(fields.item, "nothing is asked of the text, so nothing could fail")
      return nil
    }
    return condition
  }

  /// One text or several; none of them empty.
  func texts(_ item: YAMLItem) -> [String] { textItems(item).map(\.text) }

  private func textItems(_ item: YAMLItem) -> [(text: String, item: YAMLItem)] {
    var items = [item]
    if case .list = item.content { items = nonEmptyList(item, of: "text") ?? [] }
    return items.compactMap { element in
      guard let text = text(element) else { return nil }
      guard !text.isEmpty else {
        refuse(element, "an empty text is part of every text")
        return nil
      }
      return (text, element)
    }
  }

  private func patternTexts(_ item: YAMLItem) -> [String] {
    textItems(item).compactMap { text, element in
      guard text.utf8.count <= Self.maximumPattern else {
        refuse(element, "the regular expression is longer than \(Self.maximumPattern) bytes")
        return nil
      }
      do {
        _ = try TextPattern(text)
      } catch {
        refuse(element, "\(error)")
        return nil
      }
      guard !Self.matchesEverything(text) else {
        refuse(element, "the regular expression matches every text")
        return nil
      }
      return text
    }
  }

  /// Whether it is one of the usual ways of asking nothing. The expression is not run: it comes from outside.
  private static func matchesEverything(_ pattern: String) -> Bool {
    var core = Substring(pattern)
    for flags in ["(?s)", "(?m)", "(?i)"] where core.hasPrefix(flags) { core = core.dropFirst(flags.count) }
    while core.hasPrefix("^") { core = core.dropFirst() }
    while core.hasSuffix("$"), !core.hasSuffix("\\$") { core = core.dropLast() }
    if core.isEmpty { return !(pattern.contains("^") && pattern.contains("$")) }
    while core.hasPrefix("("), core.hasSuffix(")"), !core.dropFirst().dropLast().contains(where: "()\\".contains) {
      core = core.dropFirst().dropLast()
      if core.hasPrefix("?:") { core = core.dropFirst(2) }
    }
    return [".*", ".*?", ".*+", ".?", "[\\s\\S]*", "(.|\\n)*", "[^]*", "\\s*", "\\S*", "\\w*"].contains(String(core))
  }

  /// A number, or `min` and `max`. Bounds that every count meets are refused.
  func bounds(_ item: YAMLItem) -> Bounds? {
    guard item.isMapping else { return integer(item, in: 0...Int.max).map(Bounds.exactly) }
    let before = mark
    guard let fields = Fields(item, keys: ["min", "max"], in: self) else { return nil }
    let bounds = Bounds(
      min: fields["min"].flatMap { integer($0, in: 0...Int.max) },
      max: fields["max"].flatMap { integer($0, in: 0...Int.max) })
    guard isClean(since: before) else { return nil }
    guard bounds.max != nil || bounds.min ?? 0 > 0 else {
      refuse(item, "every count is 0 or more, so this could never fail")
      return nil
    }
    guard bounds.min ?? 0 <= bounds.max ?? .max else {
      refuse(item, "no number is that large and that small at once")
      return nil
    }
    return bounds
  }

  func jsonConditions(_ item: YAMLItem) -> [JSONCondition] {
    guard let entries = entries(item) else { return [] }
    if entries.isEmpty { refuse(item, "nothing is asked of the JSON, so nothing could fail") }
    return entries.flatMap { entry -> [JSONCondition] in
      guard isPointer(entry.key) else {
        refuse(entry.place, entry.value.path, "a JSON pointer is needed here, for example /rungs/upgrade")
        return []
      }
      return jsonTests(entry.value).map { JSONCondition(pointer: entry.key, test: $0) }
    }
  }

  private func jsonTests(_ item: YAMLItem) -> [JSONTest] {
    guard item.isMapping else { return scalar(item).map { [.equals($0)] } ?? [] }
    let before = mark
    guard let fields = Fields(item, keys: ["equals", "one_of", "min", "max", "exists"], in: self) else { return [] }
    var tests: [JSONTest] = []
    if let equals = fields["equals"], let value = scalar(equals) { tests.append(.equals(value)) }
    if let choices = fields["one_of"], let items = nonEmptyList(choices, of: "value") {
      tests.append(.oneOf(items.compactMap(scalar)))
    }
    if !fields.present(["min", "max"]).isEmpty {
      let (least, most) = (fields["min"].flatMap(number), fields["max"].flatMap(number))
      if let least, let most, least > most { refuse(item, "no number is that large and that small at once") }
      tests.append(.between(min: least, max: most))
    }
    if let exists = fields["exists"], let value = boolean(exists) {
      if value { tests.append(.exists) } else { refuse(exists, "only 'exists: true' can be asked") }
    }
    if isClean(since: before), tests.isEmpty { refuse(item, "nothing is asked of the value, so nothing could fail") }
    return tests
  }

  /// RFC 6901: empty, or segments that each begin with `/`; `~` only as `~0` or `~1`.
  private func isPointer(_ text: String) -> Bool {
    guard text.isEmpty || text.hasPrefix("/") else { return false }
    return text.split(separator: "~", omittingEmptySubsequences: false).dropFirst().allSatisfy {
      $0.hasPrefix("0") || $0.hasPrefix("1")
    }
  }
}
