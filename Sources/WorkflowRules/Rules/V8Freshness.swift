import WorkflowModel

/// V8 — A PASS goes stale when it is older than the phase's `freshness`, when the phase file changes, or when a path
/// the gate guards differs between its subject and the head of the phase's branch. Stale is computed, not written.
package enum StaleReason: Hashable, Codable, Sendable, CustomStringConvertible {
  case tooOld(hours: Int64, freshness: Duration)
  /// Dated after the moment that asks, by more than clocks differ.
  case datedAhead(Timestamp)
  case phaseFileChanged
  case planChanged
  case pathsChanged([String])

  package var description: String {
    switch self {
    case .tooOld(let hours, let freshness): "the PASS is \(hours) h old, and \(freshness.shorthand) is the limit"
    case .datedAhead(let time): "the PASS is dated \(time), which is still to come"
    case .phaseFileChanged: "the phase file has changed since the claim"
    case .planChanged: "the plan document has changed since the claim"
    case .pathsChanged(let paths):
      """
      guarded paths differ from the subject: \(list(paths.prefix(3).map(InertText.line)))\
      \(paths.count > 3 ? " and \(paths.count - 3) more" : "")
      """
    }
  }
}

extension PhaseState {
  /// How far two parties' clocks may differ. Without a limit, DONE dated back to its passes would always find them
  /// fresh.
  private static let clockTolerance = Duration.seconds(300)

  /// Why the gate's pass or open claim is stale; empty when it is not, or when there is neither. Without drift only
  /// age and phase file are asked.
  package func staleness(of gate: GateID, at time: Timestamp, drift: Drift?) -> [StaleReason] {
    var reasons: [StaleReason] = []
    let claim: StandingClaim
    switch self.gate(gate).standing {
    case .passed(let pass):
      claim = pass.claim
      let age = time.since(pass.time)
      if age < .zero - Self.clockTolerance { reasons.append(.datedAhead(pass.time)) }
      if age > phase.freshness {
        reasons.append(.tooOld(hours: age.components.seconds / 3600, freshness: phase.freshness))
      }
    case .claimed(let open), .conditional(let open, _, _): claim = open
    default: return []
    }
    if claim.claim.plan != plan { reasons.append(.phaseFileChanged) }
    if let drift {
      if drift.planChanged { reasons.append(.planChanged) }
      if !drift.paths.isEmpty { reasons.append(.pathsChanged(drift.paths)) }
    }
    return reasons
  }
}
