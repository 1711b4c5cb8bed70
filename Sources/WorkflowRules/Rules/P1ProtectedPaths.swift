import WorkflowModel

/// P1 — Paths that a phase file protects (`protect:`) do not change on their branch while the phase is open and the gate
/// that frees them has not passed; and such a branch is not deleted.
package enum ProtectedPaths: RefusalReason {
  case changed([String], branch: String, until: GateID, PhaseID)
  case deleted(branch: String, until: GateID, PhaseID)

  package var found: String {
    switch self {
    case .changed(let paths, let branch, let gate, let phase):
      """
      \(list(paths.prefix(3).map(InertText.line)))\(paths.count > 3 ? " and \(paths.count - 3) more" : "") on \
      \(InertText.line(branch)) may change once \(gate) of phase \(phase) has passed
      """
    case .deleted(let branch, let gate, let phase):
      "\(InertText.line(branch)) is protected until \(gate) of phase \(phase) has passed"
    }
  }

  package var mend: String {
    switch self {
    case .changed(_, _, let gate, _), .deleted(_, let gate, _):
      "push it to another branch and claim \(gate) from there: assay claim \(gate) --subject BRANCH"
    }
  }
}

extension WorkflowState {
  /// The protections in force on a branch.
  package func protections(of branch: String, coordination: String) -> [(phase: PhaseID, protection: Protection)] {
    activePhases.flatMap { state in
      state.phase.protections.filter { protection in
        guard (protection.branch ?? coordination) == branch else { return false }
        if case .passed = state.gate(protection.until).standing { return false }
        return true
      }.map { (state.phase.id, $0) }
    }
  }

  /// Whether a phase that is open has protections, whatever has become of them.
  package var protectsPaths: Bool { activePhases.contains { !$0.phase.protections.isEmpty } }

  /// The branches on which a protection is in force.
  package func protectedBranches(coordination: String) -> [String] {
    let named = activePhases.flatMap(\.phase.protections).map { $0.branch ?? coordination }
    return Set(named).sorted().filter { !protections(of: $0, coordination: coordination).isEmpty }
  }

  package func refusals(ofChanging paths: [String], on branch: String, coordination: String) -> [Refusal] {
    protections(of: branch, coordination: coordination).compactMap { phase, protection in
      let patterns = protection.paths.map(PathPattern.init)
      let changed = paths.filter { path in patterns.contains { $0.matches(path) } }
      return changed.isEmpty ? nil : .p1(.changed(changed, branch: branch, until: protection.until, phase))
    }
  }

  package func refusals(ofDeleting branch: String, coordination: String) -> [Refusal] {
    protections(of: branch, coordination: coordination).prefix(1).map { phase, protection in
      .p1(.deleted(branch: branch, until: protection.until, phase))
    }
  }
}
