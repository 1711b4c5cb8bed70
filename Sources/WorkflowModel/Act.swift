/// What a record does to the workflow: one case for each row of the contract's table of records.
package enum Act: Hashable, Codable, Sendable {
  case foundWorkspace(policy: ObjectID)
  case changePolicy(policy: ObjectID)
  case filePhase(plan: ObjectID)
  case openPhase(plan: ObjectID)
  case reopenGate(GateID)
  case reopenPhase
  case claim(Claim)
  case withdraw(GateID, claim: ObjectID)
  case rule(Verdict)
  case revoke(GateID, verdict: ObjectID)
  case veto
  case liftVeto(veto: ObjectID)
  case liftCondition(GateID, claim: ObjectID, evidence: ObjectID)
  case waive(GateID, CheckID, expires: Timestamp)
  case registerProbes(GateID, [Probe])
  case captureBaseline(GateID, subject: ObjectID)
  case openFinding(FindingID, GateID?, Severity)
  case correctFinding(FindingID)
  case closeFinding(FindingID, subject: ObjectID)
  case addBacklog(BacklogID)
  case finishBacklog(BacklogID)
  /// With a seal, the entry's words are encrypted with the key of that digest.
  case journal(GateID?, seal: Digest? = nil)
  /// Publishes the key of a principal's own sealed entries. Without a head, because the gate has been ruled on since the
  /// first of them; with one, because on that head nothing but keys keeps the phase from being done.
  case publishKey(GateID?, SealKey, head: ObjectID?)
  case `defer`(DeferralID, trigger: String)
  case resolve(DeferralID, pointer: String)
  case decide
  case send(to: Role, MessageWeight)
  case acknowledge(message: ObjectID)
  case done(head: ObjectID)
}

/// The Builder's word that a subject meets a gate.
package struct Claim: Hashable, Codable, Sendable {
  package let gate: GateID
  package let subject: ObjectID
  package let plan: ObjectID
  package let checklist: Digest
  package let payload: Payload
  /// Why the subject of the last FAIL deserves a second look.
  package let again: String?
  /// The Builder's own evidence, if any is cited.
  package let evidence: ObjectID?

  package init(
    gate: GateID, subject: ObjectID, plan: ObjectID, checklist: Digest, payload: Payload, again: String? = nil,
    evidence: ObjectID? = nil
  ) {
    self.gate = gate
    self.subject = subject
    self.plan = plan
    self.checklist = checklist
    self.payload = payload
    self.again = again
    self.evidence = evidence
  }
}

/// The Adversary's ruling on one claim.
package struct Verdict: Hashable, Codable, Sendable {
  package let gate: GateID
  package let ruling: Ruling
  package let claim: ObjectID
  package let subject: ObjectID
  package let plan: ObjectID
  package let checklist: Digest
  package let evidence: ObjectID?
  package let failing: [CheckID]
  package let findings: [FindingID]
  /// What has to happen for a CONDITIONAL to be lifted.
  package let condition: String?
  package let probes: [ProbeAccount]
  package let journal: JournalExposure

  package init(
    gate: GateID, ruling: Ruling, claim: ObjectID, subject: ObjectID, plan: ObjectID, checklist: Digest,
    evidence: ObjectID? = nil, failing: [CheckID] = [], findings: [FindingID] = [], condition: String? = nil,
    probes: [ProbeAccount] = [], journal: JournalExposure = .leftOut
  ) {
    self.gate = gate
    self.ruling = ruling
    self.claim = claim
    self.subject = subject
    self.plan = plan
    self.checklist = checklist
    self.evidence = evidence
    self.failing = failing
    self.findings = findings
    self.condition = condition
    self.probes = probes
    self.journal = journal
  }
}
