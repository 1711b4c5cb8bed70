import WorkflowModel

/// C2 — All gates in its `needs` have a standing PASS.
package enum MetNeeds: RefusalReason {
  case notPassed(GateID, needs: [GateID])

  package var found: String {
    switch self {
    case .notPassed(let gate, let needs): "\(gate) needs \(list(needs)), which has no standing PASS"
    }
  }

  package var mend: String {
    switch self {
    case .notPassed(_, let needs): needs.first.map { "assay status \($0)" } ?? "assay status"
    }
  }
}

enum C2MetNeeds: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .claim(let claim) = candidate.content.act, let id = candidate.content.phase,
      let phase = state.phases[id], let gate = phase.phase.gate(claim.gate)
    else { return [] }
    let unmet = phase.unmetNeeds(of: gate)
    return unmet.isEmpty ? [] : [.c2(.notPassed(gate.id, needs: unmet))]
  }
}

extension PhaseState {
  /// The needed gates without a standing PASS. Standing, not fresh: freshness is asked once, when the phase closes.
  package func unmetNeeds(of gate: Gate) -> [GateID] {
    gate.needs.filter { need in
      if case .passed = self.gate(need).standing { false } else { true }
    }
  }
}
