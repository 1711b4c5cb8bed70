import HostEffects
import Ledgers
import WorkflowModel
import WorkflowRules

extension Coordinator {
  package func veto(reason: String) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit(title: words.title, body: words.body) { _, _, _ in .veto }
  }

  /// Lifts a veto: the one named, or the only one that stands.
  package func liftVeto(_ id: String?, reason: String) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit(title: words.title, body: words.body) { _, phase, _ in
      let matches = phase.vetoes.filter { id.map($0.record.description.hasPrefix) ?? true }
      guard let veto = matches.first, matches.count == 1 else {
        if matches.isEmpty { throw CoordinationError.refused([.r3(.unknownReference("standing veto"))]) }
        throw CoordinationError.usage(
          "several vetoes stand: \(matches.map(\.record.short).joined(separator: ", "))", mend: "assay lift --veto ID")
      }
      return .liftVeto(veto: veto.record)
    }
  }

  package func waive(
    _ check: CheckID, of gate: GateID, expires: Duration, reason: String
  ) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    let expiry = host.now() + expires
    return try await submit(title: words.title, body: words.body) { _, _, _ in
      .waive(gate, check, expires: expiry)
    }
  }

  /// Registers what will be tried; the tool numbers the probes P1, P2, … within the gate.
  package func registerProbes(_ texts: [String], for gate: GateID, title: String?) async throws -> Submission {
    let lines = try texts.map { try Wording.line($0, for: "a probe") }
    guard !lines.isEmpty else {
      throw CoordinationError.usage("no probe is given", mend: "assay probes \(gate) -m TEXT, one probe to a line")
    }
    let words = try Wording(title ?? "\(lines.count) probe\(lines.count == 1 ? "" : "s") registered", for: "the title")
    return try await submit(title: words.title, body: words.body) { _, phase, _ in
      let first = (phase.probes[gate]?.count ?? 0) + 1
      var probes: [Probe] = []
      for (offset, line) in lines.enumerated() {
        if let id = ProbeID("P\(first + offset)") { probes.append(Probe(id: id, text: line)) }
      }
      return .registerProbes(gate, probes)
    }
  }

  package func openFinding(_ text: String, gate: GateID?, severity: Severity) async throws -> Submission {
    let words = try Wording(text, for: "the finding")
    return try await submit(title: words.title, body: words.body) { _, phase, _ in
      .openFinding(FindingID(phase: phase.phase.id, number: phase.findings.count + 1), gate, severity)
    }
  }

  package func correctFinding(_ id: FindingID, _ text: String) async throws -> Submission {
    let words = try Wording(text, for: "the correction")
    return try await submit(title: words.title, body: words.body) { _, _, _ in .correctFinding(id) }
  }

  /// Closes a finding after a re-test on a commit that the remote has: the one named, or the subject of the claim that
  /// stands on the finding's gate.
  package func closeFinding(_ id: FindingID, subject: String?, text: String?) async throws -> Submission {
    try await submit(.everything) { standing, acting in
      let phase = try phaseState(in: standing.state)
      let gate = phase.findings[id]?.gate
      let claimed = gate.flatMap { phase.gate($0).standing.claim?.claim.subject }
      let tested = try subject.map { try branch.resolve($0) } ?? claimed ?? branch.resolve("HEAD")
      let words = try Wording("re-tested on \(tested.short)" + (text.map { "\n\n\($0)" } ?? ""), for: "the text")
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.phase.id,
          act: .closeFinding(id, subject: tested), title: words.title, body: words.body)
      ]
    }
  }
}
