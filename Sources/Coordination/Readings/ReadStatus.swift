import HostEffects
import Ledgers
import WorkflowModel
import WorkflowRules

/// The workspace as people and agents look at it now.
package struct WorkspaceStatus: Sendable {
  package let name: String?
  package let tip: ObjectID?
  package let time: Timestamp
  package let role: Role?
  package let phases: [PhaseView]
  package let messages: [OpenMessage]
  package let deferrals: [OpenDeferral]
  package let records: Int
  package let disputes: [Dispute]
  /// Who says that they wait now.
  package let waits: [Lease]
}

extension Coordinator {
  /// The status of every phase or, if one was asked for, of that one. A gate that is asked for has to be declared.
  package func status(of gate: GateID? = nil) async throws -> WorkspaceStatus {
    let standing = try await standing()
    if let gate {
      let phase = try phaseState(in: standing.state).phase
      guard phase.gate(gate) != nil else {
        throw CoordinationError.refused([.c1(.unknownGate(gate, phase.id, declared: phase.gates.map(\.id)))])
      }
    }
    let now = host.now()
    let settings = try branch.settings()
    var phases: [PhaseView] = []
    if let phase { _ = try phaseState(named: phase, in: standing.state) }
    for state in standing.state.orderedPhases where phase == nil || state.phase.id == phase {
      // What is closed is final: later work does not make it stale.
      let drift = state.stage == .done ? [:] : try branch.drift(of: state, at: standing.tip)
      if let view = standing.state.view(of: state.phase.id, at: now, drift: drift) { phases.append(view) }
    }
    return WorkspaceStatus(
      name: standing.state.policy?.name, tip: standing.tip, time: now, role: role ?? settings.role, phases: phases,
      messages: standing.state.messages, deferrals: standing.state.deferrals, records: standing.state.recordCount,
      disputes: standing.state.disputes, waits: try branch.leases().filter { now < $0.until })
  }

  /// Unacknowledged messages to whoever acts.
  package func inbox() async throws -> [OpenMessage] {
    let standing = try await standing()
    let acting = try acting(in: standing.state)
    return standing.state.messages.filter { $0.to == acting.role }
  }
}
