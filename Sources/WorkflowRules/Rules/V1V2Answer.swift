import WorkflowModel

/// V1 — A verdict answers one open claim, by its object id, for the same subject and the same checklist digest.
package enum AnsweredClaim: RefusalReason {
  case noOpenClaim(GateID)
  case notConditional(GateID)
  case otherClaim(found: ObjectID, open: ObjectID)
  case otherSubject(found: ObjectID, claimed: ObjectID)
  case otherChecklist(GateID)

  package var found: String {
    switch self {
    case .noOpenClaim(let gate): "no open claim stands on \(gate)"
    case .notConditional(let gate): "\(gate) is not conditional, so there is no condition to lift"
    case .otherClaim(let found, let open): "it answers claim \(found.short), and the open one is \(open.short)"
    case .otherSubject(let found, let claimed): "it is about \(found.short), and \(claimed.short) was claimed"
    case .otherChecklist(let gate): "it names another phase file or checklist than the claim on \(gate) is bound to"
    }
  }

  package var mend: String {
    switch self {
    case .noOpenClaim(let gate): "wait for one: assay wait --for claim --gate \(gate)"
    case .notConditional(let gate): "assay status \(gate)"
    case .otherClaim, .otherSubject, .otherChecklist: "collect and rule again: assay brief says on what"
    }
  }
}

enum V1AnsweredClaim: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard let id = candidate.content.phase, let phase = state.phases[id] else { return [] }
    switch candidate.content.act {
    case .rule(let verdict):
      guard case .claimed(let open) = phase.gate(verdict.gate).standing else {
        return [.v1(.noOpenClaim(verdict.gate))]
      }
      guard verdict.claim == open.record else {
        return [.v1(.otherClaim(found: verdict.claim, open: open.record))]
      }
      guard verdict.subject == open.claim.subject else {
        return [.v1(.otherSubject(found: verdict.subject, claimed: open.claim.subject))]
      }
      guard verdict.plan == open.claim.plan, verdict.checklist == open.claim.checklist else {
        return [.v1(.otherChecklist(verdict.gate))]
      }
      return []
    case .liftCondition(let gate, let claim, _):
      guard case .conditional(let open, _, _) = phase.gate(gate).standing else {
        return [.v1(.notConditional(gate))]
      }
      return claim == open.record ? [] : [.v1(.otherClaim(found: claim, open: open.record))]
    default: return []
    }
  }
}

/// V2 — Its principal is not the claimant's, by key as well as by name. Where several are required, each rules once. Nor
/// does the claimant excuse a check of their own claim: where principals may be shared, they could hold the waiver's role.
package enum OtherPrincipal: RefusalReason {
  case ownClaim(PrincipalName)
  case ruledAlready(PrincipalName)
  case ownWaiver(PrincipalName, [CheckID])

  package var found: String {
    switch self {
    case .ownClaim(let name): "\(name) made this claim, and nobody rules on their own"
    case .ruledAlready(let name): "\(name) has ruled on this claim, and another Adversary has to"
    case .ownWaiver(let name, let checks):
      "\(name) made this claim and waived \(list(checks)), and nobody waives a check of their own claim"
    }
  }

  package var mend: String {
    switch self {
    case .ownClaim, .ruledAlready: "another Adversary rules, from their own clone: assay join adversary REMOTE DIR"
    case .ownWaiver: "rule FAIL, or have somebody else waive it: assay waive GATE CHECK --reason TEXT --expires 7d"
    }
  }
}

enum V2OtherPrincipal: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    let content = candidate.content
    let gate: GateID
    var mustPass = true
    switch content.act {
    case .rule(let verdict): (gate, mustPass) = (verdict.gate, verdict.ruling == .pass)
    case .liftCondition(let conditional, _, _): gate = conditional
    default: return []
    }
    guard let id = content.phase, let phase = state.phases[id], let open = phase.gate(gate).standing.answerable
    else { return [] }
    let author = Signatory(
      name: content.principal, address: candidate.author.address,
      key: state.policy?.principal(named: content.principal)?.key)
    if author.isSame(as: open.signatory) { return [.v2(.ownClaim(open.claimant))] }
    if let own = open.votes.first(where: { author.isSame(as: $0.signatory) }) {
      return [.v2(.ruledAlready(own.principal))]
    }
    guard mustPass, case .read(let set) = candidate.facts.evidence else { return [] }
    let excused = Set(set.failed.map(\.check)).sorted().filter { check in
      phase.waiver(gate, check, of: open, at: candidate.time) == nil
        && phase.waivers(gate, check, at: candidate.time).contains { $0.by.isSame(as: open.signatory) }
    }
    return excused.isEmpty ? [] : [.v2(.ownWaiver(open.claimant, excused))]
  }
}
