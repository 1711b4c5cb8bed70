import Coordination
import WorkflowModel

/// What a collection saw, check by check.
package struct CollectionReport: Report {
  package static let kind = "evidence"
  package let id: ObjectID
  package let gate: GateID
  package let claim: ObjectID
  package let subject: ObjectID
  package let passed: Bool
  package let seconds: Int64
  package let checks: [Line]
  package let notAsked: [String]

  package struct Line: Encodable, Sendable {
    package let check: CheckID
    package let instance: String
    package let control: Bool
    package let status: CheckStatus
    package let runs: Int
    package let reason: String
    /// What was read where, for an inspection.
    package let inspection: String?
  }

  package init(_ collection: GateCollection) {
    id = collection.id
    gate = collection.set.gate
    claim = collection.set.claim
    subject = collection.set.subject
    passed = collection.isClean
    seconds = collection.set.finished.since(collection.set.started).components.seconds
    checks = collection.set.outcomes.map { outcome in
      Line(
        check: outcome.check, instance: outcome.instance.map(\.description).joined(separator: " "),
        control: collection.gate.check(outcome.check)?.isControl ?? false, status: outcome.status,
        runs: outcome.runs.count, reason: outcome.reason, inspection: outcome.reading)
    }
    notAsked = collection.gate.unasked.map { "\($0.id): \($0.reason)" }
  }

  package var text: String {
    var lines = [
      Table.text(
        checks.map { line in
          let name = line.instance.isEmpty ? line.check.text : "\(line.check) [\(line.instance)]"
          let notes = [
            line.control ? "control" : "", line.runs > 1 ? "×\(line.runs)" : "",
            line.inspection.map { "inspection  \($0)" } ?? line.reason,
          ]
          return [line.status.rawValue, name, notes.filter { !$0.isEmpty }.joined(separator: "  ")]
        }, indent: "")
    ]
    lines += notAsked.map { "not asked  \($0)" }
    lines.append("\(gate) \(passed ? "all checks passed" : "not every check passed") on \(subject.short)")
    lines.append("evidence \(id)")
    return lines.joined(separator: "\n")
  }
}
