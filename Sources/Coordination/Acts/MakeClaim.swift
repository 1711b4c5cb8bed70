import Ledgers
import WorkflowModel
import WorkflowRules

/// What a claim needs from its maker.
package struct ClaimRequest: Sendable {
  package let gate: GateID
  package let subject: String
  package let payload: Payload
  package let summary: String?
  package let again: String?
  package let evidence: ObjectID?

  package init(
    gate: GateID, subject: String = "HEAD", payload: Payload, summary: String? = nil, again: String? = nil,
    evidence: ObjectID? = nil
  ) {
    self.gate = gate
    self.subject = subject
    self.payload = payload
    self.summary = summary
    self.again = again
    self.evidence = evidence
  }
}

extension Coordinator {
  package func claim(_ request: ClaimRequest) async throws -> Submission {
    let payload = Payload(
      what: RecordText.body(request.payload.what), how: RecordText.body(request.payload.how),
      expected: RecordText.body(request.payload.expected), place: RecordText.body(request.payload.place))
    let again = try request.again.map { try Wording.line($0, for: "the reason for a second look") }
    branch.lookAtWorkingTree()
    return try await submit(.everything, waking: .asked(phase)) { standing, acting in
      let phase = try phaseState(in: standing.state)
      guard let gate = phase.phase.gate(request.gate) else {
        throw CoordinationError.refused([
          .c1(.unknownGate(request.gate, phase.phase.id, declared: phase.phase.gates.map(\.id)))
        ])
      }
      let blank = payload.parts.filter(\.text.isEmpty).map { Refusal.c4(.missing(part: $0.name)) }
      guard blank.isEmpty else { throw CoordinationError.refused(blank) }
      let title = try Wording(request.summary ?? payload.what, for: "the summary").title
      let claim = Claim(
        gate: gate.id, subject: try branch.resolve(request.subject), plan: phase.plan, checklist: gate.checklist,
        payload: payload, again: again, evidence: request.evidence)
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.phase.id, act: .claim(claim), title: title)
      ]
    }
  }

  package func withdraw(_ gate: GateID, reason: String) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit(title: words.title, body: words.body) { _, phase, _ in
      .withdraw(gate, claim: try answerable(gate, in: phase).record)
    }
  }

  /// The claim that stands on the gate.
  func answerable(_ gate: GateID, in phase: PhaseState) throws -> StandingClaim {
    if phase.phase.gate(gate) == nil {
      throw CoordinationError.refused([
        .c1(.unknownGate(gate, phase.phase.id, declared: phase.phase.gates.map(\.id)))
      ])
    }
    guard let claim = phase.gate(gate).standing.answerable else {
      throw CoordinationError.refused([.v1(.noOpenClaim(gate))])
    }
    return claim
  }
}
