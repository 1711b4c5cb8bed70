import WorkflowModel

/// How far a phase is. `closable` is a view on `active` (D1).
package enum PhaseStage: String, Sendable {
  /// Its file is on the coordination branch.
  case declared
  case active
  /// Final, unless an operator reopens it on the record (D2).
  case done
}

package struct PhaseState: Hashable, Sendable {
  package internal(set) var phase: Phase
  /// The object id of the phase file in force.
  package internal(set) var plan: ObjectID
  package internal(set) var stage: PhaseStage
  package internal(set) var gates: [GateID: GateState] = [:]
  package internal(set) var findings: [FindingID: FindingState] = [:]
  package internal(set) var vetoes: [StandingVeto] = []
  package internal(set) var waivers: [Waiver] = []
  package internal(set) var probes: [GateID: [Probe]] = [:]
  package internal(set) var backlog: [BacklogID: BacklogState] = [:]
  package internal(set) var journalEntries = 0
  /// The keys that journal entries are sealed with, in the order of their first entries.
  package internal(set) var seals: [Seal] = []
  package internal(set) var decisions = 0
  /// How many deferrals were made, open or not.
  package internal(set) var deferrals = 0
  package internal(set) var closed: Closing?
  /// When it was opened or reopened last.
  package internal(set) var opened: Timestamp?
  /// The last record that can have removed what kept the phase from being done.
  package internal(set) var cleared: RecordedMoment?
  /// The nonces of the evidence sets that rulings have cited: a set serves once.
  package internal(set) var citedNonces: Set<String> = []

  init(phase: Phase, plan: ObjectID) {
    self.phase = phase
    self.plan = plan
    stage = .declared
  }

  package func gate(_ id: GateID) -> GateState { gates[id] ?? GateState() }

  package var openFindings: [FindingState] {
    findings.values.filter { $0.closedBy == nil }.sorted { $0.id < $1.id }
  }

  /// The waiver that excuses a check of that claim: one that is in force, and not the claimant's own (V2).
  package func waiver(_ gate: GateID, _ check: CheckID, of claim: StandingClaim, at time: Timestamp) -> Waiver? {
    waivers(gate, check, at: time).last { !$0.by.isSame(as: claim.signatory) }
  }

  /// The waivers of a check that are in force, oldest first.
  func waivers(_ gate: GateID, _ check: CheckID, at time: Timestamp) -> [Waiver] {
    waivers.filter { $0.gate == gate && $0.check == check && time < $0.expires }
  }
}

package struct Closing: Hashable, Sendable {
  package let record: ObjectID
  package let time: Timestamp
}

package struct FindingState: Hashable, Sendable {
  package let id: FindingID
  package let gate: GateID?
  package let severity: Severity
  package let title: String
  package let by: PrincipalName
  package let time: Timestamp
  package internal(set) var corrections: Int
  /// The record that closed it; nil while it is open.
  package internal(set) var closedBy: ObjectID?
  package internal(set) var closedAt: Timestamp?
}

package struct StandingVeto: Hashable, Sendable {
  package let record: ObjectID
  package let by: PrincipalName
  package let reason: String
  package let time: Timestamp
}

package struct Waiver: Hashable, Sendable {
  package let record: ObjectID
  package let by: Signatory
  package let gate: GateID
  package let check: CheckID
  package let expires: Timestamp
  package let reason: String
}

package struct BacklogState: Hashable, Sendable {
  package let id: BacklogID
  package let title: String
  package internal(set) var done: Bool
}
