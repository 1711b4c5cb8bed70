import Ledgers
import WorkflowModel
import WorkflowRules

/// What a verdict needs from its giver.
package struct VerdictRequest: Sendable {
  package var gate: GateID
  package var ruling: Ruling
  package var words: String
  /// The evidence set's id or an abbreviation; nil means the newest one collected for the claim.
  package var evidence: String?
  package var failing: [CheckID]
  package var findings: [FindingID]
  package var condition: String?
  package var probes: [ProbeAccount]

  package init(
    gate: GateID, ruling: Ruling, words: String, evidence: String? = nil, failing: [CheckID] = [],
    findings: [FindingID] = [], condition: String? = nil, probes: [ProbeAccount] = []
  ) {
    self.gate = gate
    self.ruling = ruling
    self.words = words
    self.evidence = evidence
    self.failing = failing
    self.findings = findings
    self.condition = condition
    self.probes = probes
  }
}

extension Coordinator {
  package func rule(_ request: VerdictRequest) async throws -> Submission {
    let words = try Wording(request.words, for: "the verdict's text")
    let condition = try request.condition.map { try Wording.line($0, for: "the condition") }
    return try await submit { standing, acting in
      let phase = try phaseState(in: standing.state)
      let claim = try answerable(request.gate, in: phase)
      let kept = try keptEvidence(
        request.evidence, for: claim, gate: request.gate, phase: phase.phase.id,
        request.ruling == .pass ? .needed : .welcome)
      var failing = request.failing
      if request.ruling == .fail, failing.isEmpty, let kept {
        failing = claim.gate.checks.map(\.id).filter { check in kept.set.failed.contains { $0.check == check } }
      }
      let verdict = Verdict(
        gate: request.gate, ruling: request.ruling, claim: claim.record, subject: claim.claim.subject,
        plan: claim.claim.plan, checklist: claim.claim.checklist, evidence: kept?.id, failing: failing,
        findings: request.findings, condition: condition, probes: request.probes,
        journal: try journalExposure(of: phase.phase.id, under: standing.state))
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.phase.id, act: .rule(verdict),
          title: words.title, body: Self.body(words.body, with: kept?.set, of: claim.gate))
      ]
    }
  }

  /// The ruling's own words, and under them what the cited set says of each check: who reads the ledger sees both.
  private static func body(_ words: String, with set: EvidenceSet?, of gate: Gate) -> String {
    guard let set else { return words }
    return RecordText.body((words.isEmpty ? "" : words + "\n\n") + lines(of: set, gate).joined(separator: "\n"))
  }

  /// What a set says of each check, a line for each.
  static func lines(of set: EvidenceSet, _ gate: Gate) -> [String] {
    var lines = ["Checked cold on \(set.subject.short):"]
    for outcome in set.outcomes {
      let instance = outcome.instance.isEmpty ? "" : " [\(outcome.instance.map(\.description).joined(separator: " "))]"
      let control = gate.check(outcome.check)?.isControl == true ? " (control)" : ""
      let repeats = outcome.runs.count > 1 ? " ×\(outcome.runs.count)" : ""
      let reading = outcome.reading.map { " (inspection) — \($0)" } ?? ""
      let reason = outcome.reason.isEmpty ? "" : " — \(outcome.reason)"
      lines.append(
        "- \(outcome.check)\(instance)\(control)\(repeats): \(outcome.status.rawValue)\(reading.isEmpty ? reason : reading)"
      )
    }
    return lines + gate.unasked.map { "- \($0.id): not asked — \($0.reason)" }
  }

  package func revoke(_ gate: GateID, reason: String) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit(title: words.title, body: words.body) { _, phase, acting in
      let verdict: ObjectID? =
        switch phase.gate(gate).standing {
        case .passed(let pass):
          (pass.votes.first { $0.principal == acting.principal.name } ?? pass.votes.last)?.record
        case .conditional(_, _, let verdict): verdict
        case .claimed(let claim): claim.votes.last?.record
        default: nil
        }
      guard let verdict else {
        throw CoordinationError.refused([.r3(.unknownReference("standing verdict on \(gate)"))])
      }
      return .revoke(gate, verdict: verdict)
    }
  }

  /// Lifts the condition of a CONDITIONAL, with evidence as for a PASS.
  package func liftCondition(_ gate: GateID, evidence: String?, reason: String) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit(title: words.title, body: words.body) { _, phase, _ in
      let claim = try answerable(gate, in: phase)
      guard let kept = try keptEvidence(evidence, for: claim, gate: gate, phase: phase.phase.id, .needed) else {
        throw CoordinationError.refused([.v3(.none)])
      }
      return .liftCondition(gate, claim: claim.record, evidence: kept.id)
    }
  }

  /// Whether the Builder's reasoning lay open in this clone while its user ruled.
  private func journalExposure(of phase: PhaseID, under state: WorkflowState) throws -> JournalExposure {
    let path = "\(try policy(of: state).ledgers)/\(LedgerFile.journal(phase).name)"
    return try branch.isMaterialised(path) ? .materialised : .leftOut
  }
}
