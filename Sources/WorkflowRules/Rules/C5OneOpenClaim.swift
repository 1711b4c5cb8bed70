import WorkflowModel

/// C5 — No open claim stands on that gate; after a FAIL a new claim must name a different subject or say why the same
/// one deserves a second look.
package enum OneOpenClaim: RefusalReason {
  case claimed(GateID, by: PrincipalName, record: ObjectID)
  case sameSubject(ObjectID)
  case passed(GateID, record: ObjectID)

  package var found: String {
    switch self {
    case .claimed(let gate, let name, let record): "\(name) has an open claim on \(gate): \(record.short)"
    case .sameSubject(let subject): "\(subject.short) is the subject that failed"
    case .passed(let gate, let record): "\(gate) has a fresh PASS for this very subject (claim \(record.short))"
    }
  }

  package var mend: String {
    switch self {
    case .claimed(let gate, _, _):
      "wait for the verdict: assay wait --for verdict --gate \(gate); or: assay withdraw \(gate)"
    case .sameSubject: "fix it and push, or say why with --again TEXT"
    case .passed: "nothing, see assay status; or say why it needs another look with --again TEXT"
    }
  }
}

enum C5OneOpenClaim: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .claim(let claim) = candidate.content.act, let id = candidate.content.phase,
      let phase = state.phases[id]
    else { return [] }
    let gate = phase.gate(claim.gate)
    switch gate.standing {
    case .claimed(let open), .conditional(let open, _, _):
      return [.c5(.claimed(claim.gate, by: open.claimant, record: open.record))]
    case .passed(let pass) where pass.claim.claim.subject == claim.subject:
      // Whatever failed before, this subject's last ruling is a PASS.
      let stale = phase.staleness(of: claim.gate, at: candidate.time, drift: nil)
      guard stale.isEmpty, claim.again == nil else { return [] }
      return [.c5(.passed(claim.gate, record: pass.claim.record))]
    case .passed, .failed, .withdrawn, .revoked, .unclaimed, .escalated: break
    }
    guard let failed = gate.lastFailed, failed == claim.subject, claim.again == nil else { return [] }
    return [.c5(.sameSubject(failed))]
  }
}
