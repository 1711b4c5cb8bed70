import WorkflowModel
import YAMLReading

/// A check as far as it could be read.
struct CheckDraft {
  let id: CheckID?
  let idItem: YAMLItem
  let needs: [(name: CheckID, item: YAMLItem)]
  let needsItem: YAMLItem?
  let check: Check?
}

/// The kinds of checks under their names in a phase file.
enum KindName: String, CaseIterable {
  case run, junit, git, file, http, inspect, harness
}

extension Reading {
  private static let checkKeys =
    ["id", "title", "expect", "because", "repeat", "matrix", "timeout", "env", "needs", "network", "independent"]
    + KindName.allCases.map(\.rawValue)

  static let maximumInstances = 256

  /// Nil when the item is no mapping.
  func checkDraft(_ item: YAMLItem) -> CheckDraft? {
    let before = mark
    let control = ["control": "a control is written 'expect: fail' with 'because:', not as a key of its own"]
    guard let fields = Fields(item, keys: Self.checkKeys, refused: control, in: self) else { return nil }
    let idItem = fields.required("id")
    let id = idItem.flatMap { name($0, as: CheckKindTag.self) }
    let title = fields["title"].map(line) ?? id?.text
    let repeats = fields["repeat"].map { integer($0, in: 1...100) } ?? 1
    let axes = fields["matrix"].map(matrix) ?? []
    let timeout = fields["timeout"].map(duration) ?? .seconds(600)
    let environment = fields["env"].map(environment) ?? [:]
    let needs = fields["needs"].map { names($0, as: CheckKindTag.self) } ?? []
    let network = fields["network"].map(boolean) ?? false
    let independent = fields["independent"].map(boolean) ?? false
    var check: Check?
    if let name = kindName(fields) {
      let kind = kind(name, fields)
      let expectation = expectation(of: name, fields)
      if isClean(since: before), let id, let title, let repeats, let timeout, let kind, let expectation, let network,
        let independent
      {
        check = Check(
          id: id, title: title, asks: kind, expects: expectation, repeats: repeats, matrix: axes, timeout: timeout,
          environment: environment, needs: needs.map(\.name), network: network ? .shared : .none,
          company: independent ? .independent : .alone)
      }
    }
    return CheckDraft(id: id, idItem: idItem ?? item, needs: needs, needsItem: fields["needs"], check: check)
  }

  private func kindName(_ fields: Fields) -> KindName? {
    let names = fields.present(KindName.allCases.map(\.rawValue)).compactMap(KindName.init)
    guard let name = names.first else {
      let kinds = KindName.allCases.map { "'\($0.rawValue)'" }
      let list = kinds.dropLast().joined(separator: ", ") + " and " + (kinds.last ?? "")
      refuse(fields.item, "the check asks nothing; one of \(list) is needed")
      return nil
    }
    guard names.count == 1 else {
      let list = names.map { "'\($0.rawValue)'" }.joined(separator: " and ")
      fields.refuse(key: names[1].rawValue, "a check is of one kind; this one has \(list)")
      return nil
    }
    return name
  }

  private func kind(_ name: KindName, _ fields: Fields) -> CheckKind? {
    guard let item = fields[name.rawValue] else { return nil }
    switch name {
    case .run: return command(item).map(CheckKind.run)
    case .junit: return junit(item)
    case .git: return gitFacts(item).map(CheckKind.git)
    case .file: return fileFacts(item).map(CheckKind.file)
    case .http: return httpRequest(item).map(CheckKind.http)
    case .inspect: return inspection(item, fields).map(CheckKind.inspect)
    case .harness: return trial(item).map(CheckKind.harness)
    }
  }

  private func inspection(_ item: YAMLItem, _ outer: Fields) -> Inspection? {
    for key in outer.present(["repeat", "matrix", "env", "timeout", "network", "independent"]) {
      outer.refuse(key: key, "nothing is run for an inspection; it is read once, and '\(key)' says nothing")
    }
    guard let fields = Fields(item, keys: ["path", "lines", "question"], in: self) else { return nil }
    let path = fields.required("path").flatMap(path)
    let question = fields.required("question").flatMap(line)
    let lines = fields["lines"].map(lineRange)
    guard let path, let question else { return nil }
    switch lines {
    case nil: return Inspection(path: path, lines: nil, question: question)
    case .some(nil): return nil
    case .some(let range?):
      return Inspection(
        path: path, lines: Inspection.Lines(first: range.lowerBound, last: range.upperBound), question: question)
    }
  }

  private static let stages = ["install", "upgrade", "backup", "restore", "custom", "lint"]
  private static let injections =
    ["wrong-stamp", "crash", "sick", "no-image", "drop-test", "leak-secret", "leave-volume"]

  private func trial(_ item: YAMLItem) -> RecipeTrial? {
    let before = mark
    let keys = ["recipe", "source", "head", "base", "stages", "metadata", "inject"]
    guard let fields = Fields(item, keys: keys, in: self) else { return nil }
    func word(_ item: YAMLItem, of words: [String], _ what: String) -> String? {
      guard let text = text(item) else { return nil }
      if words.contains(text) { return text }
      refuse(item, "'\(KeyPath.shown(text))' is no \(what)\(Suggestion.hint(for: text, among: words))")
      return nil
    }
    let recipe = fields.required("recipe").flatMap(line)
    let stages = fields["stages"].map { list in
      (nonEmptyList(list, of: "stage") ?? []).compactMap { word($0, of: Self.stages, "stage") }
    }
    let trial = RecipeTrial(
      recipe: recipe ?? "", source: fields["source"].flatMap(line) ?? ".",
      head: fields["head"].flatMap(line) ?? RecipeTrial.subject, base: fields["base"].flatMap(line),
      stages: stages ?? Self.stages, metadata: fields["metadata"].flatMap(path),
      injection: fields["inject"].flatMap { word($0, of: Self.injections, "fault that can be injected") })
    return isClean(since: before) ? trial : nil
  }

  private func junit(_ item: YAMLItem) -> CheckKind? {
    guard let fields = Fields(item, keys: ["run", "report"], in: self) else { return nil }
    let command = fields.required("run").flatMap(command)
    let report = fields.required("report").flatMap(path)
    guard let command, let report else { return nil }
    return .junit(command, reports: report)
  }

  private func matrix(_ item: YAMLItem) -> [MatrixAxis] {
    guard let entries = entries(item) else { return [] }
    if entries.isEmpty { refuse(item, "the matrix has no axis") }
    var instances = 1
    var axes: [MatrixAxis] = []
    for entry in entries {
      if !PathRules.isVariable(entry.key) {
        refuse(entry.place, entry.value.path, "an axis is named by letters, digits and '_', a letter first")
      }
      guard let items = nonEmptyList(entry.value, of: "value") else { continue }
      let values = items.compactMap(text)
      if values.count == items.count, Set(values).count < values.count {
        refuse(entry.value, "the axis has a value twice")
      }
      axes.append(MatrixAxis(name: entry.key, values: values))
      instances = min(instances * items.count, 1 << 30)
    }
    if instances > Self.maximumInstances {
      refuse(item, "the matrix has more than \(Self.maximumInstances) instances")
    }
    return axes
  }

  private func environment(_ item: YAMLItem) -> [String: String] {
    var environment: [String: String] = [:]
    for entry in entries(item) ?? [] {
      if entry.key.uppercased().hasPrefix("ASSAY_") {
        refuse(entry.place, entry.value.path, "variables that begin with ASSAY_ are the tool's own")
      } else if !PathRules.isVariable(entry.key) {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' is no name for a variable")
      }
      environment[entry.key] = text(entry.value)
    }
    return environment
  }
}
