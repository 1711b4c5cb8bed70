import Ledgers
import WorkflowModel
import WorkflowRules

extension Coordinator {
  /// The phase's journal, oldest first. Kept from an Adversary while a claim waits for a ruling.
  package func journalEntries() async throws -> [LoggedRecord] {
    let standing = try await standing()
    let phase = try phaseState(in: standing.state)
    if try acting(in: standing.state).role == .adversary,
      let open = phase.phase.gates.first(where: { phase.gate($0.id).standing.answerable != nil })
    {
      throw CoordinationError.usage(
        "a claim on \(open.id) waits for your ruling, and the journal is not read before it",
        mend: "assay collect \(open.id), then: assay review \(open.id)")
    }
    return try branch.records(upTo: standing.tip).filter {
      $0.record.content.act.kind == .journal && $0.record.content.phase == phase.phase.id
    }
  }
}
