import WorkflowModel

/// A gate as people look at it now: its standing, whether it waits or is stale, whose turn it is, what comes next.
package struct GateView: Hashable, Sendable {
  package let id: GateID
  package let title: String
  /// `waiting`, `open`, `claimed`, `passed`, `failed`, `conditional` or `escalated`.
  package let standing: String
  package let stale: [StaleReason]
  package let waitsFor: [GateID]
  package let subject: ObjectID?
  package let claim: ObjectID?
  package let since: Timestamp?
  /// PASS verdicts given and needed, where a claim stands.
  package let votes: Int
  package let votesNeeded: Int
  package let trend: Trend
  package let turn: Role?
  /// The next command of whoever's turn it is; nil when there is nothing to do.
  package let next: String?
  package let unasked: [UnaskedCheck]
  /// Every claim that was made on it, oldest first.
  package let claims: [ClaimRound]
}

/// How the rounds go: FAILs against the limit, findings closed against raised.
package struct Trend: Hashable, Sendable {
  package let fails: Int
  package let limit: Int
  package let findingsRaised: Int
  package let findingsClosed: Int
  package let rounds: [FailedRound]
}

package struct PhaseView: Hashable, Sendable {
  package let id: PhaseID
  package let title: String
  /// `declared`, `active`, `closable` or `done`.
  package let stage: String
  package let gates: [GateView]
  package let missing: [Violation]
  package let openFindings: [FindingState]
  package let vetoes: [StandingVeto]
  package let journal: JournalMode
  package let turn: Role?
  package let next: String?
}

extension WorkflowState {
  /// The phase as it stands at that time.
  package func view(of id: PhaseID, at time: Timestamp, drift: [GateID: Drift]) -> PhaseView? {
    guard let phase = phases[id] else { return nil }
    let gates = phase.phase.gates.map { phase.view(of: $0, at: time, drift: drift[$0.id]) }
    let isActive = phase.stage == .active
    // Keys are published by the very command that closes the phase; they keep nobody from running it.
    let missing = isActive ? missingButKeys(id, at: time, drift: drift) : []
    let withheld = isActive ? withheldKeys(of: id) : []
    let turn: Role?
    let next: String?
    switch phase.stage {
    case .declared: (turn, next) = (.builder, "assay phase open \(id)")
    case .done: (turn, next) = (nil, nil)
    case .active where missing.isEmpty: (turn, next) = (.builder, "assay done")
    case .active:
      let busy = gates.first { $0.turn == .adversary } ?? gates.first { $0.turn != nil }
      if let busy {
        (turn, next) = (busy.turn, busy.next)
      } else {
        (turn, next) = missing.first?.turn ?? (nil, nil)
      }
    }
    let stage = phase.stage == .active && missing.isEmpty ? "closable" : phase.stage.rawValue
    return PhaseView(
      id: id, title: phase.phase.title, stage: stage, gates: gates,
      missing: (missing + withheld).map { Violation(.d1($0)) }, openFindings: phase.openFindings,
      vetoes: phase.vetoes, journal: journalMode(of: phase.phase), turn: turn, next: next)
  }
}

extension PhaseState {
  fileprivate func view(of gate: Gate, at time: Timestamp, drift: Drift?) -> GateView {
    let state = self.gate(gate.id)
    let stale = staleness(of: gate.id, at: time, drift: drift)
    let waits = unmetNeeds(of: gate)
    let (turn, next) = turn(of: gate.id, state: state, stale: stale, waits: waits)
    let concerned = findings.values.filter { $0.gate == gate.id }
    return GateView(
      id: gate.id, title: gate.title, standing: state.standing.label(waiting: !waits.isEmpty), stale: stale,
      waitsFor: waits, subject: state.standing.claim?.claim.subject, claim: state.standing.claim?.record,
      since: state.standing.claim?.time, votes: state.standing.claim?.votes.count ?? 0,
      votesNeeded: gate.adversaries ?? phase.adversaries,
      trend: Trend(
        fails: state.rounds.count, limit: phase.rounds, findingsRaised: concerned.count,
        findingsClosed: concerned.count { $0.closedBy != nil }, rounds: state.rounds),
      turn: turn, next: next, unasked: gate.unasked, claims: state.claims)
  }

  private func turn(
    of id: GateID, state: GateState, stale: [StaleReason], waits: [GateID]
  ) -> (Role?, String?) {
    guard stage == .active else { return (nil, nil) }
    switch state.standing {
    case .claimed: return (.adversary, "assay collect \(id), then: assay review \(id) --pass|--fail|--conditional")
    case .conditional: return (.adversary, "when the condition is met: assay collect \(id), then: assay lift \(id)")
    case .escalated: return (.operator, "assay phase reopen \(phase.id) --gate \(id) --reason TEXT")
    case .passed: return stale.isEmpty ? (nil, nil) : (.builder, "assay claim \(id)")
    case .unclaimed, .failed, .withdrawn, .revoked:
      return waits.isEmpty ? (.builder, "assay claim \(id)") : (nil, nil)
    }
  }
}

extension GateStanding {
  /// The claim that the standing is about, whatever became of it.
  package var claim: StandingClaim? {
    switch self {
    case .claimed(let claim), .failed(let claim), .conditional(let claim, _, _): claim
    case .passed(let pass): pass.claim
    case .unclaimed, .withdrawn, .revoked, .escalated: nil
    }
  }

  func label(waiting: Bool) -> String {
    switch self {
    case .unclaimed, .withdrawn, .revoked, .failed: waiting ? "waiting" : word
    default: word
    }
  }
}

extension MissingForDone {
  /// Whose turn it is when only this keeps the phase open, and what they run.
  fileprivate var turn: (Role?, String?) {
    switch self {
    case .veto: (.adversary, "assay lift --reason TEXT")
    case .finding(let id, _): (.adversary, "assay finding close \(id)")
    case .unread(let id, let role, _): (role, "assay ack \(id.short)")
    case .uncovered, .nothingDeclared: (.operator, mend)
    case .expiredWaiver, .stale, .notPassed, .unlifted, .unknownDrift, .otherHead, .sealed: (.builder, mend)
    }
  }
}
