import Ledgers
import WorkflowModel
import WorkflowRules

extension Coordinator {
  package func addBacklog(_ text: String) async throws -> Submission {
    let words = try Wording(text, for: "the item")
    return try await submit(title: words.title, body: words.body) { _, phase, _ in
      .addBacklog(BacklogID(phase: phase.phase.id, number: phase.backlog.count + 1))
    }
  }

  package func finishBacklog(_ id: BacklogID, _ text: String?) async throws -> Submission {
    let words = try text.map { try Wording($0, for: "the text") }
    return try await submit(title: words?.title ?? "", body: words?.body ?? "") { _, _, _ in .finishBacklog(id) }
  }

  package func `defer`(_ text: String, trigger: String) async throws -> Submission {
    let words = try Wording(text, for: "the deferral")
    let trigger = try Wording.line(trigger, for: "the re-entry trigger")
    return try await submit(title: words.title, body: words.body) { standing, phase, _ in
      let count = phase.deferrals
      return .defer(DeferralID(phase: phase.phase.id, number: count + 1), trigger: trigger)
    }
  }

  /// Resolves a deferral of any phase, with a pointer to what resolved it.
  package func resolveDeferral(_ id: DeferralID, pointer: String, text: String?) async throws -> Submission {
    let pointer = try Wording.line(pointer, for: "the pointer")
    let body = text.map { RecordText.body($0) } ?? ""
    return try await submit { _, acting in
      [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: id.phase,
          act: .resolve(id, pointer: pointer), title: pointer, body: body)
      ]
    }
  }

  package func decide(_ text: String) async throws -> Submission {
    let words = try Wording(text, for: "the decision")
    return try await submit(title: words.title, body: words.body) { _, _, _ in .decide }
  }

  package func send(to role: Role, _ text: String, weight: MessageWeight) async throws -> Submission {
    let words = try Wording(text, for: "the message")
    return try await submit(title: words.title, body: words.body) { _, _, _ in .send(to: role, weight) }
  }

  /// Acknowledges a message, named by its id or an abbreviation of at least four digits.
  package func acknowledge(_ id: String) async throws -> Submission {
    try await submit { standing, acting in
      let asked = id.lowercased()
      let matches = standing.state.messages.filter { asked.count >= 4 && $0.id.description.hasPrefix(asked) }
      guard let message = matches.first, matches.count == 1 else {
        if matches.isEmpty {
          throw CoordinationError.refused([.r3(.unknownReference("unacknowledged message \(InertText.line(id))"))])
        }
        throw CoordinationError.malformed("message id \(InertText.line(id)) is ambiguous", mend: "assay inbox")
      }
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: message.phase,
          act: .acknowledge(message: message.id))
      ]
    }
  }

  /// Closes the phase, or says exactly what is missing. Keys of sealed entries go before it.
  package func done() async throws -> Submission {
    try await submit(.everything, publishing: .closing, waking: .asked(phase)) { standing, acting in
      let phase = try phaseState(in: standing.state)
      guard let head = try closingHead(of: phase, at: standing.tip) else {
        throw CoordinationError.malformed(
          "the remote has no branch \(phase.phase.branch ?? "")",
          mend: "git push; or an operator changes the phase file")
      }
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.phase.id, act: .done(head: head))
      ]
    }
  }
}
