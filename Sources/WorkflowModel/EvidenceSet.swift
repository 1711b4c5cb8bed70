/// What a collection run observed about a subject, check by check, as the rules see it. Its source is an in-toto
/// Statement and the logs beside it; the module Evidence reads and writes those.
package struct EvidenceSet: Hashable, Codable, Sendable {
  package let phase: PhaseID
  package let gate: GateID
  package let claim: ObjectID
  package let subject: ObjectID
  /// The phase file's object id and the checklist's digest that were asked.
  package let plan: ObjectID
  package let checklist: Digest
  package let collector: PrincipalName
  package let role: Role
  package let nonce: String
  package let started: Timestamp
  package let finished: Timestamp
  package let workspace: WorkspaceTemperature
  package let outcomes: [CheckOutcome]

  package init(
    phase: PhaseID, gate: GateID, claim: ObjectID, subject: ObjectID, plan: ObjectID, checklist: Digest,
    collector: PrincipalName, role: Role, nonce: String, started: Timestamp, finished: Timestamp,
    workspace: WorkspaceTemperature, outcomes: [CheckOutcome]
  ) {
    self.phase = phase
    self.gate = gate
    self.claim = claim
    self.subject = subject
    self.plan = plan
    self.checklist = checklist
    self.collector = collector
    self.role = role
    self.nonce = nonce
    self.started = started
    self.finished = finished
    self.workspace = workspace
    self.outcomes = outcomes
  }

  /// The set's place below the ledger directory, but for its number: `evidence/dstamp/M1/3f2a…/adversary`.
  package var directory: String { "evidence/\(phase)/\(gate)/\(claim.short)/\(role.rawValue)" }
}

/// Where the checks ran.
package enum WorkspaceTemperature: String, Codable, Sendable {
  /// A fresh clone from the remote at exactly the subject, with an empty home and a scrubbed environment.
  case cold
  /// The collector's own working tree.
  case warm
}

/// One check instance's answer over all its repeats.
package struct CheckOutcome: Hashable, Codable, Sendable {
  package let check: CheckID
  package let instance: [MatrixValue]
  package let status: CheckStatus
  /// One status for each run, in order.
  package let runs: [CheckStatus]
  /// Why it is not a pass, in one line; empty for a pass.
  package let reason: String
  /// What was read where, for an inspection, in one line; nil for what a machine has seen.
  package let reading: String?

  package init(
    check: CheckID, instance: [MatrixValue], status: CheckStatus, runs: [CheckStatus], reason: String,
    reading: String? = nil
  ) {
    self.reading = reading
    self.check = check
    self.instance = instance
    self.status = status
    self.runs = runs
    self.reason = reason
  }
}

/// The five results of a check. `pass` of a control means that the subject failed it for the expected reason.
package enum CheckStatus: String, Codable, CaseIterable, Sendable {
  case pass, fail
  /// It could not be run or not be classified. Neither a pass nor a fail.
  case error
  /// Repeats disagree.
  case flaky
  case waived
}

extension CheckStatus {
  /// The status of an instance from those of its runs: all alike, or `flaky`; an error anywhere is an error.
  package static func overall(_ runs: [CheckStatus]) -> CheckStatus {
    guard let first = runs.first, !runs.contains(.error) else { return .error }
    return runs.allSatisfy { $0 == first } ? first : .flaky
  }
}
