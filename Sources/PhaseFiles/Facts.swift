import WorkflowModel
import YAMLReading

// MARK: Files

extension Reading {
  /// One fact about a file, or a list of them.
  func fileFacts(_ item: YAMLItem) -> [FileFact]? {
    let before = mark
    let facts = several(item).flatMap(fileFact)
    return isClean(since: before) ? facts : nil
  }

  private func several(_ item: YAMLItem) -> [YAMLItem] {
    guard case .list = item.content else { return [item] }
    return nonEmptyList(item, of: "fact") ?? []
  }

  private func fileFact(_ item: YAMLItem) -> [FileFact] {
    let before = mark
    let keys = ["path", "present", "json", "sha256"] + Self.textConditionKeys
    guard let fields = Fields(item, keys: keys, in: self) else { return [] }
    let path = fields.required("path").flatMap(path)
    let present = fields["present"].flatMap(boolean)
    var facts: [FileFact] = []
    if present == true { facts.append(.present(path: path ?? "")) }
    if present == false { facts.append(.absent(path: path ?? "")) }
    if !fields.present(Self.textConditionKeys).isEmpty, let condition = textCondition(fields) {
      facts.append(.text(path: path ?? "", condition))
    }
    if let json = fields["json"] { facts.append(.json(path: path ?? "", jsonConditions(json))) }
    if let digest = fields["sha256"].flatMap(digest) { facts.append(.digest(path: path ?? "", digest)) }
    guard path != nil, isClean(since: before) else { return [] }
    if facts.isEmpty {
      refuse(item, "nothing is asked of the file; add 'present: true' or a condition on its content")
    } else if present == false, facts.count > 1 {
      refuse(item, "an absent file has no content to ask about")
    }
    return facts
  }

  private func digest(_ item: YAMLItem) -> Digest? {
    guard let text = text(item) else { return nil }
    guard let digest = Digest(text) else {
      refuse(item, "a SHA-256 digest is 64 lower-case hexadecimal digits")
      return nil
    }
    return digest
  }
}

// MARK: Git

extension Reading {
  private static let gitFactNames = ["blob", "unchanged", "unchanged_lines", "tag", "ancestor"]

  /// One fact about the repository's objects, or a list of them.
  func gitFacts(_ item: YAMLItem) -> [GitFact]? {
    let before = mark
    let facts = several(item).compactMap(gitFact)
    return isClean(since: before) ? facts : nil
  }

  private func gitFact(_ item: YAMLItem) -> GitFact? {
    let before = mark
    guard let fields = Fields(item, keys: Self.gitFactNames + Self.textConditionKeys, in: self) else { return nil }
    let names = fields.present(Self.gitFactNames)
    guard let name = names.first, let fact = fields[name] else {
      if isClean(since: before) {
        refuse(item, "one of 'blob', 'unchanged', 'unchanged_lines', 'tag' and 'ancestor' is needed")
      }
      return nil
    }
    guard names.count == 1 else {
      fields.refuse(key: names[1], "one fact stands in one mapping; begin another list item for '\(names[1])'")
      return nil
    }
    if name == "blob" { return blobFact(fact, fields) }
    for key in fields.present(Self.textConditionKeys) {
      fields.refuse(key: key, "'\(key)' is a condition on a blob, not on '\(name)'")
    }
    switch name {
    case "unchanged": return unchangedFact(fact, withLines: false)
    case "unchanged_lines": return unchangedFact(fact, withLines: true)
    case "tag": return tagFact(fact)
    default: return ancestorFact(fact)
    }
  }

  private func blobFact(_ item: YAMLItem, _ outer: Fields) -> GitFact? {
    let condition = textCondition(outer)
    guard let fields = Fields(item, keys: ["commit", "path"], in: self) else { return nil }
    let commit = fields.required("commit").flatMap(revision)
    let path = fields.required("path").flatMap(path)
    guard let commit, let path, let condition else { return nil }
    return .blob(commit: commit, path: path, condition)
  }

  private func unchangedFact(_ item: YAMLItem, withLines: Bool) -> GitFact? {
    let keys = ["path", "from", "to"] + (withLines ? ["lines"] : [])
    guard let fields = Fields(item, keys: keys, in: self) else { return nil }
    let path = fields.required("path").flatMap(path)
    let from = fields.required("from").flatMap(revision)
    let to = fields.required("to").flatMap(revision)
    let lines = withLines ? fields.required("lines").flatMap(lineRange) : nil
    guard let path, let from, let to, withLines == (lines != nil) else { return nil }
    guard from != to else {
      refuse(item, "the commit is compared with itself, so this could never fail")
      return nil
    }
    guard let lines else { return .unchanged(path: path, from: from, to: to) }
    return .unchangedLines(path: path, first: lines.lowerBound, last: lines.upperBound, from: from, to: to)
  }

  func lineRange(_ item: YAMLItem) -> ClosedRange<Int>? {
    guard let items = list(item) else { return nil }
    let numbers = items.compactMap { integer($0, in: 1...Int.max) }
    guard numbers.count == items.count else { return nil }
    guard numbers.count == 2, numbers[0] <= numbers[1] else {
      refuse(item, "two line numbers are needed, the first and the last")
      return nil
    }
    return numbers[0]...numbers[1]
  }

  private func tagFact(_ item: YAMLItem) -> GitFact? {
    guard let fields = Fields(item, keys: ["name", "points_at", "annotated"], in: self) else { return nil }
    let name = fields.required("name").flatMap(branch)
    let target = fields.required("points_at").flatMap(revision)
    let annotated = fields["annotated"].map(boolean) ?? false
    guard let name, let target, let annotated else { return nil }
    return .tag(name, pointsAt: target, annotated: annotated)
  }

  private func ancestorFact(_ item: YAMLItem) -> GitFact? {
    let before = mark
    guard let fields = Fields(item, keys: ["commit", "of", "distance"], in: self) else { return nil }
    let commit = fields.required("commit").flatMap(revision)
    let descendant = fields.required("of").flatMap(revision)
    let distance = fields["distance"].flatMap { integer($0, in: 1...1_000_000) }
    guard isClean(since: before), let commit, let descendant else { return nil }
    guard commit != descendant else {
      refuse(item, "the commit is compared with itself, so this says nothing")
      return nil
    }
    return .ancestor(commit, of: descendant, distance: distance)
  }
}
