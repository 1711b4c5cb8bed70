import Ledgers
import WorkflowModel

/// C1 — The gate is declared by the phase file; matching is whole-token and exact. Unknown gate, unknown phase:
/// refused.
package enum DeclaredGate: RefusalReason {
  case unknownPhase(PhaseID, known: [PhaseID])
  case notOpen(PhaseID)
  case unknownGate(GateID, PhaseID, declared: [GateID])

  package var found: String {
    switch self {
    case .unknownPhase(let phase, let known): "there is no phase \(phase); there is \(list(known))"
    case .notOpen(let phase): "phase \(phase) is declared and not open"
    case .unknownGate(let gate, let phase, let declared):
      "phase \(phase) declares no gate \(gate); it declares \(list(declared))"
    }
  }

  package var mend: String {
    switch self {
    case .unknownPhase: "assay phase list; a new one: assay phase add FILE"
    case .notOpen(let phase): "assay phase open \(phase)"
    case .unknownGate(_, let phase, _): "assay phase show \(phase)"
    }
  }
}

enum C1DeclaredGate: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    let content = candidate.content
    guard let id = content.phase else { return [] }
    if case .filePhase = content.act { return [] }
    guard let phase = state.phases[id] else {
      return [.c1(.unknownPhase(id, known: state.phases.ids))]
    }
    if content.act.needsOpenPhase, phase.stage == .declared { return [.c1(.notOpen(id))] }
    guard let gate = content.act.gate, phase.phase.gate(gate) == nil else { return [] }
    // A claim's own gate lives on in the claim, and a seal's in the entry, even if an operator took it out of the file.
    switch content.act {
    case .withdraw, .revoke, .publishKey: return []
    default: return [.c1(.unknownGate(gate, id, declared: phase.phase.gates.map(\.id)))]
    }
  }
}

extension Act {
  /// Whether the phase has to have been opened for it.
  fileprivate var needsOpenPhase: Bool {
    switch self {
    case .foundWorkspace, .changePolicy, .filePhase, .openPhase, .send, .acknowledge, .decide, .defer, .resolve: false
    default: true
    }
  }
}
