import WorkflowModel

/// C6 — A claim binds subject, phase-file object id and gate checklist digest. Changing the checklist afterwards never
/// changes what the claim is judged by; it makes the claim stale.
package enum BoundClaim: RefusalReason {
  case otherPlan(found: ObjectID, inForce: ObjectID)
  case otherChecklist(GateID)

  package var found: String {
    switch self {
    case .otherPlan(let found, let inForce):
      "the claim is bound to phase file \(found.short), and \(inForce.short) is in force"
    case .otherChecklist(let gate): "the claim's checklist digest is not that of \(gate)"
    }
  }

  package var mend: String { "claim again: the command binds what is in force" }
}

enum C6BoundClaim: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .claim(let claim) = candidate.content.act, let id = candidate.content.phase,
      let phase = state.phases[id], let gate = phase.phase.gate(claim.gate)
    else { return [] }
    if claim.plan != phase.plan { return [.c6(.otherPlan(found: claim.plan, inForce: phase.plan))] }
    return claim.checklist == gate.checklist ? [] : [.c6(.otherChecklist(gate.id))]
  }
}
