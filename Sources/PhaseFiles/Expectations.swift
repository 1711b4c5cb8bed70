import WorkflowModel
import YAMLReading

extension Reading {
  /// What a check of the kind expects.
  ///
  /// Two things need not be written: a successful `run` exits with 0, and a `junit` success collected at least one test.
  func expectation(of kind: KindName, _ fields: Fields) -> Expectation? {
    let asksFacts = kind == .git || kind == .file || kind == .inspect
    guard let item = fields["expect"] else {
      refuseBecause(fields)
      if asksFacts { return .success(Conditions()) }
      if kind == .harness { return .success(Conditions(exit: 0)) }
      return fields.required("expect").flatMap { _ in nil }
    }
    if case .scalar(let word, _) = item.content {
      switch word {
      case "fail" where kind == .inspect:
        refuse(item, "an inspection is no control: that somebody says no proves nothing of the check beside it")
      case "fail": return control(of: kind, fields)
      case "pass" where asksFacts:
        refuseBecause(fields)
        return .success(Conditions())
      case "pass": refuse(item, "say what has to be seen, for example { exit: 0 }")
      default:
        let hint = Suggestion.hint(for: word, among: ["fail"])
        refuse(item, "conditions or the word 'fail' are needed here\(hint)")
      }
      return nil
    }
    refuseBecause(fields)
    guard kind != .inspect else {
      refuse(item, "an inspect check expects that its reader says pass; write nothing here")
      return nil
    }
    guard !asksFacts else {
      refuse(item, "a \(kind.rawValue) check expects its facts; write 'pass' or 'fail' here, or nothing")
      return nil
    }
    guard var conditions = conditions(item, of: kind) else { return nil }
    if kind == .run || kind == .harness, conditions.exit == nil { conditions.exit = 0 }
    if kind == .junit {
      var collected = conditions.collected ?? Bounds()
      collected.min = max(1, collected.min ?? 1)
      conditions.collected = collected
    }
    // A page that says it is not there says many things.
    if kind == .http, conditions.status == nil { conditions.status = Bounds(min: 200, max: 299) }
    return .success(conditions)
  }

  private func refuseBecause(_ fields: Fields) {
    fields.refuse(key: "because", "'because' belongs to 'expect: fail'")
  }

  private func control(of kind: KindName, _ fields: Fields) -> Expectation? {
    guard let item = fields["because"] else {
      refuse(
        fields.item.place, KeyPath.child("because", of: fields.item.path),
        "a control says why it has to fail; the key 'because' is missing")
      return nil
    }
    return conditions(item, of: kind).map { .failure(because: $0) }
  }

  private static func conditionKeys(of kind: KindName) -> [String] {
    switch kind {
    case .junit: ["exit", "stdout", "stderr", "json", "collected", "failed", "passed", "files"]
    case .git, .file: ["stdout"]
    case .http: ["status", "headers", "body", "json"]
    case .inspect: []
    case .run: ["exit", "stdout", "stderr", "json", "files"]
    case .harness: ["exit", "json"]
    }
  }

  private func conditions(_ item: YAMLItem, of kind: KindName) -> Conditions? {
    let before = mark
    let keys = Self.conditionKeys(of: kind)
    var refused: [String: String] = [:]
    if kind != .junit {
      for key in ["collected", "failed", "passed"] { refused[key] = "'\(key)' is a condition of junit checks" }
    }
    if kind == .git || kind == .file {
      for key in ["exit", "stderr", "json", "files"] {
        refused[key] = "a \(kind.rawValue) check only has a report; put conditions on it under 'stdout'"
      }
    }
    if kind == .http {
      for key in ["exit", "stdout", "stderr", "files"] {
        refused[key] = "a response has 'status', 'headers', 'body' and 'json', but no '\(key)'"
      }
    } else {
      for key in ["status", "headers", "body"] { refused[key] = "'\(key)' is a condition of http checks" }
    }
    if kind == .harness {
      for key in ["stdout", "stderr", "files"] {
        refused[key] = "a run of the harness is judged by its results: put conditions on them under 'json'"
      }
    }
    guard let fields = Fields(item, keys: keys, refused: refused, in: self) else { return nil }
    let conditions = Conditions(
      exit: fields["exit"].flatMap { integer($0, in: 0...255) },
      stdout: fields[kind == .http ? "body" : "stdout"].flatMap(textCondition),
      stderr: fields["stderr"].flatMap(textCondition), json: fields["json"].map(jsonConditions) ?? [],
      collected: fields["collected"].flatMap(collected), failed: fields["failed"].flatMap(bounds),
      passed: fields["passed"].map(texts) ?? [], files: fields["files"].flatMap(fileFacts) ?? [],
      status: fields["status"].flatMap(statusBounds), headers: fields["headers"].map(headerConditions) ?? [])
    guard isClean(since: before) else { return nil }
    guard !conditions.isEmpty else {
      refuse(item, "nothing is expected here, so nothing could fail")
      return nil
    }
    return conditions
  }

  /// A count of tests that ran. Nothing collected is never a pass, and no reason for a control to fail either.
  private func collected(_ item: YAMLItem) -> Bounds? {
    if case .mapping = item.content {
      guard let fields = Fields(item, keys: ["min", "max"], in: self) else { return nil }
      let least = fields["min"].map { integer($0, in: 0...Int.max) } ?? 1
      guard fields["max"] != nil else { return least.map { Bounds(min: max(1, $0)) } }
      guard let least, let most = fields["max"].flatMap({ integer($0, in: 0...Int.max) }) else { return nil }
      return collected(Bounds(min: max(1, least), max: most), item)
    }
    guard let number = integer(item, in: 0...Int.max) else { return nil }
    return collected(.exactly(number), item)
  }

  private func collected(_ bounds: Bounds, _ item: YAMLItem) -> Bounds? {
    guard let most = bounds.max, most > 0 else {
      refuse(item, "no test collected is never an answer; at least 1 is needed")
      return nil
    }
    guard let least = bounds.min, least <= most else {
      refuse(item, "no number is that large and that small at once")
      return nil
    }
    return bounds
  }
}
