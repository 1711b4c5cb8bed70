import Ledgers
import WorkflowModel
import WorkflowRules

extension Coordinator {
  /// The records in history's order, of one phase or all.
  package func log() async throws -> [LoggedRecord] {
    let standing = try await standing()
    return try branch.records(upTo: standing.tip).filter { phase == nil || $0.record.content.phase == phase }
  }

  /// The records that an id names: a commit's, abbreviated to four digits or more, or all those about a finding,
  /// a backlog item or a deferral.
  package func show(_ id: String) async throws -> [ReadRecord] {
    let standing = try await standing()
    let all = try branch.records(upTo: standing.tip)
    let asked = id.lowercased()
    let byCommit = all.filter { asked.count >= 4 && $0.record.id.description.hasPrefix(asked) }
    if byCommit.count == 1 { return try byCommit.map { try read($0, in: standing.state) } }
    if byCommit.count > 1 {
      throw CoordinationError.malformed(
        "id \(InertText.line(id)) is ambiguous: \(byCommit.map(\.record.id.short).joined(separator: ", "))",
        mend: "give more digits")
    }
    let byItem = all.filter { $0.record.content.act.item == id }
    guard !byItem.isEmpty else {
      throw CoordinationError.malformed("there is no record \(InertText.line(id))", mend: "assay log")
    }
    return byItem.map { ReadRecord($0) }
  }

  /// Replays the rules over history: all of it, or what came since the last audit of this clone.
  package func audit(upTo revision: String?, since start: AuditStart) async throws -> AuditReport {
    let audited: ObjectID?
    var history: [Refusal] = []
    do {
      audited = if let revision { try branch.resolve(revision) } else { try await tip() }
    } catch CoordinationError.refused(let refusals) {
      // A remote that went back: that is a finding, and what was seen is still audited.
      audited = try branch.knownTip()
      history = refusals
    }
    let report = try branch.violations(upTo: audited, since: start)
    // A fork at the beginning leaves no founding record standing; it is to be named, like any other.
    guard report.state.founding != nil || report.state.fork != nil else {
      throw CoordinationError.refused([.r7(.notFounded)])
    }
    if revision == nil, history.isEmpty { history = try report.state.mistrust(pinned: branch.settings().founding) }
    let first = history.isEmpty ? [] : [Dispute(commit: audited ?? .none, findings: history.map(Violation.init))]
    return AuditReport(
      commits: report.commits, records: report.records, disputes: first + report.disputes, state: report.state)
  }
}
