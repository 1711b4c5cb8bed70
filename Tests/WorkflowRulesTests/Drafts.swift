import WorkflowModel
import WorkflowRules

/// A claim that a test can spoil before it is made.
struct ClaimDraft {
  var gate: GateID
  var subject: ObjectID
  var plan: ObjectID
  var checklist: Digest
  var what = "it greets"
  var how: String
  var expected = "the file says hi"
  var place = "hello.txt"
  var again: String?
  var evidence: ObjectID?

  var claim: Claim {
    Claim(
      gate: gate, subject: subject, plan: plan, checklist: checklist,
      payload: Payload(what: what, how: how, expected: expected, place: place), again: again, evidence: evidence)
  }
}

/// A verdict that a test can spoil before it is given.
struct VerdictDraft {
  var gate: GateID
  var ruling: Ruling
  var claim: ObjectID
  var subject: ObjectID
  var plan: ObjectID
  var checklist: Digest
  var evidence: ObjectID?
  var failing: [CheckID] = []
  var findings: [FindingID] = []
  var condition: String?
  var probes: [ProbeAccount] = []

  var verdict: Verdict {
    Verdict(
      gate: gate, ruling: ruling, claim: claim, subject: subject, plan: plan, checklist: checklist, evidence: evidence,
      failing: failing, findings: findings, condition: condition, probes: probes)
  }
}

/// An evidence set that a test can spoil before it is cited.
struct SetDraft {
  var phase: PhaseID = "p"
  var gate: GateID
  var claim: ObjectID
  var subject: ObjectID
  var plan: ObjectID
  var checklist: Digest
  var collector: PrincipalName
  var role = Role.adversary
  var nonce: String
  var started: Timestamp
  var workspace = WorkspaceTemperature.cold
  var outcomes: [CheckOutcome]

  init(of claim: StandingClaim, by collector: PrincipalName, at time: Timestamp) {
    gate = claim.claim.gate
    self.claim = claim.record
    subject = claim.claim.subject
    plan = claim.claim.plan
    checklist = claim.claim.checklist
    self.collector = collector
    nonce = "\(collector) \(time)"
    started = time
    outcomes = claim.gate.checks.flatMap { check in
      check.instances.map { CheckOutcome(check.id, $0, Array(repeating: .pass, count: check.repeats)) }
    }
  }

  /// Gives every instance of a check these runs.
  mutating func set(_ check: CheckID, _ runs: [CheckStatus], saying status: CheckStatus? = nil) {
    outcomes = outcomes.map { $0.check == check ? CheckOutcome(check, $0.instance, runs, saying: status) : $0 }
  }

  var set: EvidenceSet {
    EvidenceSet(
      phase: phase, gate: gate, claim: claim, subject: subject, plan: plan, checklist: checklist, collector: collector,
      role: role, nonce: nonce, started: started, finished: started, workspace: workspace, outcomes: outcomes)
  }
}

extension CheckOutcome {
  init(_ check: CheckID, _ instance: [MatrixValue], _ runs: [CheckStatus], saying status: CheckStatus? = nil) {
    let status = status ?? CheckStatus.overall(runs)
    self.init(check: check, instance: instance, status: status, runs: runs, reason: status == .pass ? "" : "so")
  }
}
