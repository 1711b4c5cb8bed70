import Coordination
import WorkflowModel
import WorkflowRules

/// What a role needs now, and no more: agents pay for every word they read.
package struct BriefReport: Report {
  package static let kind = "brief"
  package let role: Role
  package let principal: PrincipalName
  package let phase: PhaseID
  package let stage: String
  package let turn: Role?
  package let next: String?
  package let gates: [String]
  package let claims: [ClaimBrief]
  package let findings: [String]
  package let messages: [MessageLine]
  package let missing: [String]
  package let journal: JournalMode

  package struct ClaimBrief: Encodable, Sendable {
    package let gate: GateID
    package let claim: ObjectID
    package let subject: ObjectID
    package let by: PrincipalName
    package let what: String
    package let how: String
    package let expected: String
    package let place: String
    package let checks: [String]
    package let inspections: [InspectionBrief]
    package let notAsked: [String]
    package let probes: [String]
    package let changedSince: ObjectID?
    package let changed: [String]
    package let evidence: [ObjectID]

    private enum CodingKeys: String, CodingKey {
      case gate, claim, subject, by, what, how, expected, place = "where", checks, inspections, notAsked, probes,
        changedSince
      case changed, evidence
    }
  }

  /// A place that the Adversary reads, with how to say what was read.
  package struct InspectionBrief: Encodable, Sendable {
    package let check: CheckID
    package let path: String
    package let lines: [Int]
    package let question: String
    /// Nil where the subject has no such file.
    package let blob: ObjectID?

    init?(_ check: Check, blob: ObjectID?) {
      guard case .inspect(let inspection) = check.asks else { return nil }
      self.check = check.id
      self.blob = blob
      path = inspection.path
      lines = inspection.lines.map { [$0.first, $0.last] } ?? []
      question = inspection.question
    }

    var text: String {
      let lines = lines.count == 2 ? ":\(lines[0])-\(lines[1])" : ""
      return "read \(path)\(lines): \(question) — --inspected \(check)=pass|fail@\(blob?.short ?? "BLOB"):SENTENCE"
    }
  }

  package init(_ brief: Brief, at time: Timestamp) {
    role = brief.role
    principal = brief.principal
    phase = brief.phase.id
    stage = brief.phase.stage
    turn = brief.phase.turn
    next = brief.phase.next
    gates = brief.phase.gates.map { gate in
      "\(gate.id) \(gate.standing)\(gate.stale.isEmpty ? "" : ", stale")"
    }
    findings = brief.phase.openFindings.map { "\($0.id) \($0.severity.rawValue): \($0.title)" }
    missing = brief.phase.missing.map(\.found)
    journal = brief.phase.journal
    messages = brief.messages.map { MessageLine($0) }
    claims = brief.claims.map { entry in
      ClaimBrief(
        gate: entry.claim.claim.gate, claim: entry.claim.record, subject: entry.claim.claim.subject,
        by: entry.claim.claimant, what: entry.claim.claim.payload.what, how: entry.claim.claim.payload.how,
        expected: entry.claim.claim.payload.expected, place: entry.claim.claim.payload.place,
        checks: entry.claim.gate.checks.map { check in
          check.id.text + (check.isControl ? " (control)" : "") + (check.repeats > 1 ? " ×\(check.repeats)" : "")
        },
        inspections: entry.claim.gate.checks.compactMap { InspectionBrief($0, blob: entry.blobs[$0.id]) },
        notAsked: entry.claim.gate.unasked.map(\.id.text), probes: entry.probes.map { "\($0.id) \($0.text)" },
        changedSince: entry.changedSince, changed: entry.changed, evidence: entry.evidence)
    }
  }

  package var text: String {
    var lines = ["you are \(principal), \(role.rawValue); phase \(phase) is \(stage); \(gates.joined(separator: ", "))"]
    if journal == .sealed { lines[0] += "; its journal is sealed" }
    if let turn, let next {
      lines.append(turn == role ? "your turn: \(next)" : "the \(turn.rawValue)'s turn; wait: \(waiting(for: turn))")
    }
    for claim in claims { lines += claim.lines(for: role) }
    lines += findings.map { "finding \($0)" }
    lines += messages.map { "message \($0.text) — assay ack \($0.id.short)" }
    if role == .builder, claims.isEmpty, !missing.isEmpty {
      lines.append("missing for DONE:")
      lines += missing.map { "- \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  private func waiting(for turn: Role) -> String {
    switch role {
    case .builder: "assay wait --for verdict"
    case .adversary: "assay wait --for claim"
    case .operator, .watchdog: "assay wait --for any"
    }
  }
}

extension BriefReport.ClaimBrief {
  /// An Adversary needs the payload; for the others the claim's being there is enough.
  fileprivate func lines(for role: Role) -> [String] {
    var lines = ["claim \(claim.short) on \(gate) by \(by), subject \(subject)"]
    guard role == .adversary else { return lines }
    for (name, text) in [("WHAT", what), ("HOW", how), ("EXPECTED", expected), ("WHERE", place)] {
      lines.append("\(name): \(Self.shortened(text))")
    }
    lines.append("checks: \(checks.joined(separator: ", "))")
    lines += inspections.map(\.text)
    if !notAsked.isEmpty { lines.append("not asked yet: \(notAsked.joined(separator: ", "))") }
    lines += probes.map { "probe \($0)" }
    if let changedSince {
      let shown = changed.prefix(8).map(InertText.line).joined(separator: ", ")
      let more = changed.count > 8 ? " and \(changed.count - 8) more" : ""
      lines.append("changed since \(changedSince.short): \(changed.isEmpty ? "nothing" : shown + more)")
    }
    if let newest = evidence.last { lines.append("collected: \(newest.short)") }
    return lines
  }

  private static func shortened(_ text: String) -> String {
    let limit = 240
    let line = InertText.line(text)
    return line.count <= limit ? line : "\(line.prefix(limit))… (assay show CLAIM)"
  }
}
