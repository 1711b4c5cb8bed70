import WorkflowModel

/// V7 — Rounds are bounded: after `rounds` FAILs on a gate it is escalated, and only an operator's record opens it
/// again.
package enum BoundedRounds: RefusalReason {
  case escalated(GateID, rounds: Int)

  package var found: String {
    switch self {
    case .escalated(let gate, let rounds): "\(gate) failed \(rounds) times and is escalated"
    }
  }

  package var mend: String {
    switch self {
    case .escalated(let gate, _):
      "an operator reopens it: assay phase reopen PHASE --gate \(gate) --reason TEXT --as operator"
    }
  }
}

enum V7BoundedRounds: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .claim(let claim) = candidate.content.act, let id = candidate.content.phase,
      let phase = state.phases[id], case .escalated = phase.gate(claim.gate).standing
    else { return [] }
    return [.v7(.escalated(claim.gate, rounds: phase.gate(claim.gate).rounds.count))]
  }
}
