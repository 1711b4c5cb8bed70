import Ledgers
import WorkflowModel

/// V3 — PASS cites an evidence set that this Adversary collected, cold, on that subject, after the claim, in which
/// every check passed or carries a valid waiver, every repeat passed, and every control failed as it should. The tool
/// verifies digests; it takes nobody's word. The same is asked when a condition is lifted. A set that a claim cites is
/// the Builder's own, and has to be readable and of the claimed subject and checklist. Where signatures are required, whoever
/// cites a set has signed it as its collector. What ran outside the sandbox for a pass is approved by the policy in force.
package enum ColdEvidence: RefusalReason {
  case none
  case unreadable(String)
  case ofOther(what: String, found: String, expected: String)
  case unsigned
  case badSignature(String)
  case otherKey(String, PrincipalName)
  case notCold
  case citedAlready(nonce: String)
  case missing([CheckID])
  case unknown([CheckID])
  case notPassed([FailedCheck])
  case notApproved([ProgramUse])

  package var found: String {
    switch self {
    case .none: "no evidence set is cited"
    case .unreadable(let why): "the evidence set cannot be used: \(why)"
    case .ofOther(let what, let found, let expected): "the evidence set is of \(what) \(found), not \(expected)"
    case .unsigned: "the evidence set is not signed, and the workspace requires signatures"
    case .badSignature(let why): "the evidence set's signature cannot be used: \(InertText.line(why))"
    case .otherKey(let key, let principal):
      "the evidence set is signed with the key \(InertText.line(key)), which is not that of \(principal)"
    case .notCold: "the evidence set was not collected in a cold workspace"
    case .citedAlready(let nonce):
      "another ruling has cited the evidence set with the nonce \(InertText.line(nonce)), and each is collected anew"
    case .missing(let checks): "the evidence set lacks answers of the checks \(list(checks))"
    case .unknown(let checks): "the evidence set answers checks that the gate does not ask: \(list(checks))"
    case .notPassed(let checks): "not every check passed: \(list(checks))"
    case .notApproved(let uses):
      "assay.yml in force does not approve the programs beside \(list(uses.map { InertText.line($0.metadata) })) that the "
        + "checks \(list(uses.map(\.check))) ran"
    }
  }

  package var mend: String {
    switch self {
    case .notPassed: "rule FAIL, or have the check waived: assay waive GATE CHECK --reason TEXT --expires 7d"
    case .notApproved:
      "read them; an operator approves them: assay harness programs FILE, assay policy change FILE; then collect again"
    default: "collect it yourself: assay collect GATE"
    }
  }
}

package struct FailedCheck: Hashable, Codable, Sendable, CustomStringConvertible {
  package let check: CheckID
  package let status: CheckStatus

  package init(check: CheckID, status: CheckStatus) {
    self.check = check
    self.status = status
  }

  package var description: String { "\(check) \(status.rawValue)" }
}

enum V3ColdEvidence: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    let content = candidate.content
    guard let id = content.phase, let phase = state.phases[id], let gate = content.act.gate else { return [] }
    var mustPass = false
    switch content.act {
    case .claim(let claim) where claim.evidence != nil: return refusals(ofEvidenceFor: claim, candidate, in: state)
    case .liftCondition: mustPass = true
    case .rule(let verdict):
      mustPass = verdict.ruling == .pass
      if verdict.evidence == nil { return mustPass ? [.v3(.none)] : [] }
    default: return []
    }
    guard let open = phase.gate(gate).standing.answerable else { return [] }
    let set: EvidenceSet
    switch candidate.facts.evidence {
    case .notAsked: return [.v3(.none)]
    case .unreadable(let why): return [.v3(.unreadable(why))]
    case .read(let read): set = read
    }
    if let other = mismatch(of: set, with: open, phase: id, gate: gate, by: content) { return [.v3(other)] }
    if let reason = unsigned(candidate, under: state.policy) { return [.v3(reason)] }
    if phase.citedNonces.contains(set.nonce) { return [.v3(.citedAlready(nonce: set.nonce))] }
    guard mustPass else { return [] }
    if let gap = gap(in: set, asked: open.gate) { return [.v3(gap)] }
    let failed = set.failed.filter { phase.waiver(gate, $0.check, of: open, at: candidate.time) == nil }
    guard failed.isEmpty else { return [.v3(.notPassed(failed))] }
    let unapproved = candidate.facts.evidencePrograms.filter { state.policy?.approves($0) != true }
    return unapproved.isEmpty ? [] : [.v3(.notApproved(unapproved))]
  }

  /// Nil where the set is signed by who cites it, or where signatures are off.
  private static func unsigned(_ candidate: Candidate, under policy: Policy?) -> ColdEvidence? {
    guard let policy, policy.signatures == .required else { return nil }
    let principal = candidate.content.principal
    switch candidate.facts.evidenceSignature {
    case .notAsked, .absent: return .unsigned
    case .invalid(let why): return .badSignature(why)
    case .by(let key): return policy.principal(key: key)?.name == principal ? nil : .otherKey(key, principal)
    }
  }

  private static func refusals(
    ofEvidenceFor claim: Claim, _ candidate: Candidate, in state: WorkflowState
  ) -> [Refusal] {
    switch candidate.facts.evidence {
    case .notAsked: return [.v3(.none)]
    case .unreadable(let why): return [.v3(.unreadable(why))]
    case .read(let set):
      guard set.gate == claim.gate, set.subject == claim.subject else {
        let (found, expected) = ("\(set.gate) on \(set.subject.short)", "\(claim.gate) on \(claim.subject.short)")
        return [.v3(.ofOther(what: "gate", found: found, expected: expected))]
      }
      guard set.checklist == claim.checklist else {
        return [
          .v3(.ofOther(what: "checklist", found: set.checklist.hex, expected: claim.checklist.hex))
        ]
      }
      return unsigned(candidate, under: state.policy).map { [.v3($0)] } ?? []
    }
  }

  private static func mismatch(
    of set: EvidenceSet, with open: StandingClaim, phase: PhaseID, gate: GateID, by content: RecordContent
  ) -> ColdEvidence? {
    func other(_ what: String, _ found: some CustomStringConvertible, _ expected: some CustomStringConvertible)
      -> ColdEvidence
    { .ofOther(what: what, found: found.description, expected: expected.description) }
    if set.phase != phase { return other("phase", set.phase, phase) }
    if set.gate != gate { return other("gate", set.gate, gate) }
    if set.claim != open.record { return other("claim", set.claim.short, open.record.short) }
    if set.subject != open.claim.subject { return other("subject", set.subject.short, open.claim.subject.short) }
    if set.plan != open.claim.plan { return other("phase file", set.plan.short, open.claim.plan.short) }
    if set.checklist != open.claim.checklist { return other("checklist", set.checklist, open.claim.checklist) }
    if set.collector != content.principal { return other("collector", set.collector, content.principal) }
    if set.role != content.role { return other("role", set.role.rawValue, content.role.rawValue) }
    if set.workspace != .cold { return .notCold }
    // That it was collected after the claim needs no clock: the set names the claim's id, which nobody knew before.
    return nil
  }

  private static func gap(in set: EvidenceSet, asked gate: Gate) -> ColdEvidence? {
    let known = Set(gate.checks.map(\.id))
    let unknown = Set(set.outcomes.map(\.check)).subtracting(known)
    if !unknown.isEmpty { return .unknown(unknown.sorted()) }
    let incomplete = gate.checks.filter { check in
      let outcomes = set.outcomes.filter { $0.check == check.id }
      let instances = check.instances
      return outcomes.count != instances.count || Set(outcomes.map(\.instance)) != Set(instances)
        || outcomes.contains { $0.runs.count != check.repeats }
    }
    return incomplete.isEmpty ? nil : .missing(incomplete.map(\.id))
  }
}

extension EvidenceSet {
  /// The outcomes that are no pass, by the set's own runs: a stated status counts only if its runs bear it out.
  package var failed: [FailedCheck] {
    outcomes.compactMap { outcome in
      let status = outcome.runs.isEmpty ? .error : CheckStatus.overall(outcome.runs)
      if outcome.status == .pass, status == .pass { return nil }
      return FailedCheck(check: outcome.check, status: status == .pass ? outcome.status : status)
    }
  }
}
