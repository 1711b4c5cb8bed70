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
  /// The phases that are not done and the last ones that are, unless one was asked for, or all; by their names.
  package let phases: [PhaseView]
  /// How many phases are done beside those.
  package let furtherDone: Int
  package let messages: [OpenMessage]
  package let deferrals: [OpenDeferral]
  package let records: Int
  package let disputes: [Dispute]
  /// Who says that they wait now.
  package let waits: [Lease]

  /// How many phases that are done are shown, when nobody asks for more: a status is about what is going on.
  package static let doneShown = 3
}

/// Which phases a status is to be of.
package enum StatusScope: Sendable {
  /// The one that was asked for; without one, those that are not done and the last ones that are.
  case current
  case everything
}

extension Coordinator {
  /// The status of the phases of a scope. A gate that is asked for has to be declared.
  package func status(of gate: GateID? = nil, _ scope: StatusScope = .current) async throws -> WorkspaceStatus {
    let waking: Waking =
      switch scope {
      case .everything: .everything
      case .current: phase.map { .phases([$0]) } ?? .last(WorkspaceStatus.doneShown)
      }
    let standing = try await standing(waking: waking)
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
    let table = standing.state.phases
    let shownDone = Set(scope == .everything ? table.ids : table.lastDone(WorkspaceStatus.doneShown))
    let isShown = { (state: PhaseState) in
      phase.map { $0 == state.phase.id } ?? (state.stage != .done || shownDone.contains(state.phase.id))
    }
    for state in table.atHand where isShown(state) {
      // What is closed is final: later work does not make it stale.
      let drift = state.stage == .done ? [:] : try branch.drift(of: state, at: standing.tip)
      if let view = standing.state.view(of: state.phase.id, at: now, drift: drift) { phases.append(view) }
    }
    return WorkspaceStatus(
      name: standing.state.policy?.name, tip: standing.tip, time: now, role: role ?? settings.role, phases: phases,
      furtherDone: phase == nil ? table.count - phases.count : 0, messages: standing.state.messages,
      deferrals: standing.state.deferrals, records: standing.state.recordCount,
      disputes: standing.state.disputes, waits: try branch.leases().filter { now < $0.until })
  }

  /// Unacknowledged messages to whoever acts.
  package func inbox() async throws -> [OpenMessage] {
    let standing = try await standing(waking: .nothing)
    let acting = try acting(in: standing.state)
    return standing.state.messages.filter { $0.to == acting.role }
  }
}
