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
    let author = Signatory(
      name: content.principal, address: candidate.author.address,
      key: state.policy?.principal(named: content.principal)?.key)
    if author.isSame(as: Signatory(name: open.claimant, address: open.address, key: open.key)) {
      return [.v2(.ownClaim(open.claimant))]
    }
    let own = open.votes.first { author.isSame(as: Signatory(name: $0.principal, address: $0.address, key: $0.key)) }
    return own.map { [.v2(.ruledAlready($0.principal))] } ?? []
  }
}

/// Who wrote a record, as the policy of that moment knew them. Principals can be renamed between a claim and its
/// verdict; one thing in common is enough to be the same.
private struct Signatory {
  let name: PrincipalName
  let address: String
  let key: String?

  func isSame(as other: Signatory) -> Bool {
    name.text.lowercased() == other.name.text.lowercased()
      || address.lowercased() == other.address.lowercased()
      || keyBody != nil && keyBody == other.keyBody
  }

  /// The key without its kind and its comment.
  private var keyBody: Substring? { key?.split(separator: " ").dropFirst().first }
}
