import Coordination
import WorkflowModel

/// A gate's checks at its baseline and now: what is new, and what was so before anybody worked.
package struct BaselineReport: Report {
  package static let kind = "baseline"
  package let gate: GateID
  package let baseline: ObjectID
  package let subject: ObjectID
  package let checks: [Line]
  package let changed: [String]

  package struct Line: Encodable, Sendable {
    package let check: CheckID
    package let instance: String
    /// Nil where the check was not asked then, or is not asked now.
    package let before: CheckStatus?
    package let now: CheckStatus?
    package let change: Change
  }

  package enum Change: String, Encodable, Sendable {
    /// It passes, and did not.
    case new
    /// It passes, and did so at the baseline: nothing that the claim could cite as its own.
    case already
    /// It does not pass, and did.
    case lost
    case stillNot = "still not"
  }

  package init(_ diff: BaselineDiff) {
    gate = diff.gate
    baseline = diff.baseline.subject
    subject = diff.now.subject
    changed = diff.changed
    func key(_ outcome: CheckOutcome) -> [String] { [outcome.check.text] + outcome.instance.map(\.description) }
    let before = Dictionary(diff.baseline.outcomes.map { (key($0), $0) }) { first, _ in first }
    let now = Set(diff.now.outcomes.map(key))
    checks = (diff.now.outcomes + diff.baseline.outcomes.filter { !now.contains(key($0)) }).map { outcome in
      let then = before[key(outcome)]?.status
      let status = now.contains(key(outcome)) ? outcome.status : nil
      let change: Change =
        switch (then == .pass, status == .pass) {
        case (true, true): .already
        case (false, true): .new
        case (true, false): .lost
        case (false, false): .stillNot
        }
      return Line(
        check: outcome.check, instance: outcome.instance.map(\.description).joined(separator: " "), before: then,
        now: status, change: change)
    }
  }

  package var text: String {
    let rows = checks.map { line in
      [
        line.change.rawValue, line.instance.isEmpty ? line.check.text : "\(line.check) [\(line.instance)]",
        "\(line.before?.rawValue ?? "not asked") → \(line.now?.rawValue ?? "not asked")",
      ]
    }
    let shown = changed.prefix(8).map(InertText.line).joined(separator: ", ")
    let more = changed.count > 8 ? " and \(changed.count - 8) more" : ""
    return [
      Table.text(rows, indent: ""),
      "\(gate) from \(baseline.short) to \(subject.short), changed: \(changed.isEmpty ? "nothing" : shown + more)",
    ].joined(separator: "\n")
  }
}
