import WorkflowModel

/// A phase as its file declares it.
package struct PhaseSheet: Report {
  package static let kind = "phase"
  package let phase: PhaseID
  package let title: String
  /// The object id of the file in force; nil for a file that is only being looked at.
  package let plan: ObjectID?
  /// `sealed` or `open`; nil where neither the file says it nor a policy is known.
  package let journal: JournalMode?
  package let items: [Item]
  package let gates: [GateSheet]

  package struct Item: Encodable, Sendable {
    package let id: DoDItemID
    package let title: String
    package let gates: [GateID]
  }

  package struct GateSheet: Encodable, Sendable {
    package let id: GateID
    package let title: String
    package let needs: [GateID]
    package let paths: [String]
    package let checklist: Digest
    package let checks: [CheckSheet]
    package let notAsked: [String]
  }

  package struct CheckSheet: Encodable, Sendable {
    package let id: CheckID
    package let title: String
    package let kind: String
    package let control: Bool
    package let repeats: Int
    package let instances: Int
  }

  /// With the policy in force, unless the file is only being looked at.
  package init(_ phase: Phase, plan: ObjectID?, under policy: Policy? = nil) {
    journal = policy.map { phase.journalMode(under: $0) } ?? phase.journal
    self.phase = phase.id
    self.plan = plan
    title = phase.title
    items = phase.items.map { item in
      Item(id: item.id, title: item.title, gates: phase.gates.filter { $0.covers.contains(item.id) }.map(\.id))
    }
    gates = phase.gates.map { gate in
      GateSheet(
        id: gate.id, title: gate.title, needs: gate.needs, paths: gate.paths, checklist: gate.checklist,
        checks: gate.checks.map {
          CheckSheet(
            id: $0.id, title: $0.title, kind: $0.asks.name, control: $0.isControl, repeats: $0.repeats,
            instances: $0.instances.count)
        }, notAsked: gate.unasked.map { "\($0.id): \($0.reason)" })
    }
  }

  package var text: String {
    var lines = ["\(phase) — \(title)" + (journal.map { "  journal: \($0.rawValue)" } ?? "")]
    lines.append(
      Table.text(items.map { [$0.id.text, $0.gates.map(\.text).joined(separator: ", "), $0.title] }))
    for gate in gates {
      lines.append(
        "\(gate.id) — \(gate.title)"
          + (gate.needs.isEmpty ? "" : "  (needs \(gate.needs.map(\.text).joined(separator: ", ")))"))
      lines.append(
        Table.text(
          gate.checks.map { check in
            let marks = [
              check.control ? "control" : "", check.repeats > 1 ? "×\(check.repeats)" : "",
              check.instances > 1 ? "\(check.instances) instances" : "",
            ].filter { !$0.isEmpty }
            return [
              check.kind, check.id.text, check.title + (marks.isEmpty ? "" : "  (\(marks.joined(separator: ", ")))"),
            ]
          }))
      lines += gate.notAsked.map { "  not asked  \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
