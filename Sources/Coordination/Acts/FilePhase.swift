import Ledgers
import PhaseFiles
import WorkflowModel
import WorkflowRules

extension Coordinator {
  /// Puts a phase file on the coordination branch, new or changed.
  package func filePhase(_ bytes: [UInt8], named file: String, reason: String?) async throws -> Submission {
    let phase = try PhaseFile.read(bytes, file: file)
    return try await submit { standing, acting in
      if let known = standing.state.phases.ids.first(where: {
        $0 != phase.id && $0.text.lowercased() == phase.id.text.lowercased()
      }) {
        throw CoordinationError.malformed(
          "phase \(phase.id) differs from phase \(known) only in case", mend: "give it another id")
      }
      let plan = try branch.store(bytes)
      let known = standing.state.phases[phase.id]
      if known?.plan == plan {
        throw CoordinationError.usage(
          "phase \(phase.id) has this very file already", mend: "assay phase open \(phase.id)")
      }
      let title = try Wording(reason ?? (known == nil ? "added: \(phase.title)" : "changed"), for: "the reason")
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.id, act: .filePhase(plan: plan),
          title: title.title, body: title.body)
      ]
    }
  }

  package func openPhase(_ id: PhaseID) async throws -> Submission {
    try await submit { standing, acting in
      let phase = try phaseState(named: id, in: standing.state)
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: id, act: .openPhase(plan: phase.plan),
          title: try Wording.line(phase.phase.title, for: "the phase's title"))
      ]
    }
  }

  /// Reopens a phase that is done or, with a gate, a gate that is escalated.
  package func reopen(_ id: PhaseID, gate: GateID?, reason: String) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit { _, acting in
      [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: id,
          act: gate.map { .reopenGate($0) } ?? .reopenPhase, title: words.title, body: words.body)
      ]
    }
  }
}
