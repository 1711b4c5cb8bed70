import WorkflowModel
import YAMLReading

/// A gate as far as it could be read: enough to judge how gates hang together even when one of them is wrong.
struct GateDraft {
  let id: GateID?
  let idItem: YAMLItem
  let covers: [DoDItemID]
  let needs: [(name: GateID, item: YAMLItem)]
  let needsItem: YAMLItem?
  let gate: Gate?
}

extension Reading {
  private static let gateKeys = ["id", "title", "covers", "needs", "paths", "adversaries", "checks", "not_asked"]

  /// Nil when the item is no mapping.
  func gateDraft(_ item: YAMLItem, items: [DoDItemID]) -> GateDraft? {
    let before = mark
    guard let fields = Fields(item, keys: Self.gateKeys, in: self) else { return nil }
    let idItem = fields.required("id")
    let id = idItem.flatMap { name($0, as: GateKind.self) }
    let title = fields.required("title").flatMap(line)
    let covers = fields.required("covers").map { self.covers($0, items: items) } ?? []
    let needs = fields["needs"].map { names($0, as: GateKind.self) } ?? []
    let paths = fields["paths"].map(patterns) ?? []
    let adversaries = fields["adversaries"].flatMap { integer($0, in: 1...9) }
    let unasked = fields["not_asked"].map(unaskedChecks) ?? []
    let checks = fields.required("checks").map { self.checks($0, unasked: unasked.map { ($0.id.text, $1) }) } ?? []
    let gate = isClean(since: before) ? zipped(id, title) : nil
    return GateDraft(
      id: id, idItem: idItem ?? item, covers: covers, needs: needs, needsItem: fields["needs"],
      gate: gate.map { id, title in
        Gate(
          id: id, title: title, covers: covers, needs: needs.map(\.name), paths: paths, adversaries: adversaries,
          checks: checks, unasked: unasked.map(\.check), checklist: ChecklistDigest.of(gate: id, checks: checks))
      })
  }

  private func zipped<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
  }

  /// Every item that the gate names, declared or not; the undeclared are reported.
  private func covers(_ item: YAMLItem, items: [DoDItemID]) -> [DoDItemID] {
    guard nonEmptyList(item, of: "Definition-of-Done item") != nil else { return [] }
    let named = names(item, as: DoDItemKind.self)
    // With no item readable, that is the problem, and it has been reported.
    let declared = Set(items)
    for (name, element) in named where !items.isEmpty && !declared.contains(name) {
      let hint = Suggestion.hint(for: name.text, among: items.map(\.text))
      refuse(element, "there is no Definition-of-Done item '\(name)' in this file\(hint)")
    }
    return named.map(\.name)
  }

  private func patterns(_ item: YAMLItem) -> [String] { (list(item) ?? []).compactMap(path) }

  private func unaskedChecks(_ item: YAMLItem) -> [(check: UnaskedCheck, item: YAMLItem)] {
    (list(item) ?? []).compactMap { element in
      guard let fields = Fields(element, keys: ["id", "reason"], in: self) else { return nil }
      let id = fields.required("id").flatMap { name($0, as: CheckKindTag.self) }
      let reason = fields.required("reason").flatMap(line)
      guard let id, let reason else { return nil }
      return (UnaskedCheck(id: id, reason: reason), fields["id"] ?? element)
    }
  }

  private func checks(_ item: YAMLItem, unasked: [(id: String, item: YAMLItem)]) -> [Check] {
    guard let elements = nonEmptyList(item, of: "check") else { return [] }
    let before = mark
    let drafts = elements.compactMap(checkDraft)
    let ids = drafts.compactMap { draft in draft.id.map { (id: $0.text, item: draft.idItem) } }
    refuseTwins(ids + unasked, noun: "check")
    let known = ids.map(\.id)
    let declared = Set(known)
    for need in drafts.flatMap(\.needs) where !declared.contains(need.name.text) {
      let hint = Suggestion.hint(for: need.name.text, among: known)
      refuse(need.item, "there is no check '\(need.name)' in this gate\(hint)")
    }
    let needs = drafts.compactMap { draft in draft.id.map { (id: $0, needs: draft.needs.map(\.name)) } }
    if let members = cycle(needs), let draft = drafts.first(where: { $0.id == members.first }) {
      refuse(draft.needsItem ?? draft.idItem, "the checks need each other: \(arrows(members.map(\.text)))")
    }
    let checks = drafts.compactMap(\.check)
    if isClean(since: before), !checks.contains(where: Teeth.couldFail) {
      refuse(item, "none of these checks could ever fail; ask for something that can be wrong")
    }
    return checks
  }
}
