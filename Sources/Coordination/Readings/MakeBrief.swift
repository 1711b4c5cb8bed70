import HostEffects
import WorkflowModel
import WorkflowRules

/// Just what a role needs to act now.
package struct Brief: Sendable {
  package let role: Role
  package let principal: PrincipalName
  package let phase: PhaseView
  /// The claims that wait for a ruling, or were ruled on last, with what to check.
  package let claims: [BriefClaim]
  package let messages: [OpenMessage]
}

package struct BriefClaim: Sendable {
  package let claim: StandingClaim
  /// Paths outside the ledgers that changed since the last subject ruled on; nil when there was none.
  package let changedSince: ObjectID?
  package let changed: [String]
  package let probes: [Probe]
  /// Evidence sets that this clone has collected for it, newest last.
  package let evidence: [ObjectID]
  /// The blobs that there are to read, by the checks that ask for it.
  package let blobs: [CheckID: ObjectID]
}

extension Coordinator {
  package func brief() async throws -> Brief {
    let standing = try await standing(.everything)
    let acting = try acting(in: standing.state)
    let phase = try phaseState(in: standing.state)
    let drift = try branch.drift(of: phase, at: standing.tip)
    guard let view = standing.state.view(of: phase.phase.id, at: host.now(), drift: drift) else {
      throw CoordinationError.refused([.c1(.unknownPhase(phase.phase.id, known: []))])
    }
    let ledgers = try policy(of: standing.state).ledgers + "/"
    var claims: [BriefClaim] = []
    for gate in phase.phase.gates {
      let state = phase.gate(gate.id)
      guard let claim = state.standing.answerable else { continue }
      // The ledgers change with every record; what is asked is what the Builder did.
      let changed = try state.lastRuled.map { ruled in
        try branch.changedPaths(from: ruled, to: claim.claim.subject).filter { !$0.hasPrefix(ledgers) }
      }
      let kept = try wholeEvidence(for: claim.record, gate: gate.id, phase: phase.phase.id)
      var blobs: [CheckID: ObjectID] = [:]
      for check in claim.gate.checks {
        guard case .inspect(let inspection) = check.asks else { continue }
        blobs[check.id] = try branch.object(at: inspection.path, of: claim.claim.subject)
      }
      claims.append(
        BriefClaim(
          claim: claim, changedSince: state.lastRuled, changed: changed ?? [], probes: phase.probes[gate.id] ?? [],
          evidence: kept.map(\.id), blobs: blobs))
    }
    return Brief(
      role: acting.role, principal: acting.principal.name, phase: view, claims: claims,
      messages: standing.state.messages.filter { $0.to == acting.role })
  }
}
