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

/// V2 — Its principal is not the claimant's, by key as well as by name. Where several are required, each rules once.
package enum OtherPrincipal: RefusalReason {
  case ownClaim(PrincipalName)
  case ruledAlready(PrincipalName)

  package var found: String {
    switch self {
    case .ownClaim(let name): "\(name) made this claim, and nobody rules on their own"
    case .ruledAlready(let name): "\(name) has ruled on this claim, and another Adversary has to"
    }
  }

  package var mend: String { "another Adversary rules, from their own clone: assay join adversary REMOTE DIR" }
}

enum V2OtherPrincipal: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    let content = candidate.content
    let gate: GateID
    switch content.act {
    case .rule(let verdict): gate = verdict.gate
    case .liftCondition(let conditional, _, _): gate = conditional
    default: return []
    }
    guard let id = content.phase, let open = state.phases[id]?.gate(gate).standing.answerable else { return [] }
    if content.principal == open.claimant || candidate.author.address.lowercased() == open.address.lowercased()
      || sameKey(content.principal, open.claimant, in: state.policy)
    {
      return [.v2(.ownClaim(open.claimant))]
    }
    guard open.votes.contains(where: { $0.principal == content.principal }) else { return [] }
    return [.v2(.ruledAlready(content.principal))]
  }

  private static func sameKey(_ one: PrincipalName, _ other: PrincipalName, in policy: Policy?) -> Bool {
    guard let key = policy?.principal(named: one)?.key else { return false }
    return policy?.principal(named: other)?.key == key
  }
}
