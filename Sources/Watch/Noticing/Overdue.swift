import WorkflowModel
import WorkflowRules

/// What has waited for too long by now, and when the next thing will have. Computed from the state alone, so that a
/// watch that was down finds the same as one that was not; that each occurrence is told once is a matter of its id.
package struct Overdue: Hashable, Sendable {
  package let events: [WatchEvent]
  /// The earliest moment at which another notice comes due, if nothing else happens; nil if none can.
  package let next: Timestamp?

  package init(events: [WatchEvent], next: Timestamp?) {
    self.events = events
    self.next = next
  }

  package init(_ scene: WatchedScene, at now: Timestamp) {
    let (due, pending) = scene.vigils.reduce(into: (due: [Vigil](), pending: [Timestamp]())) { result, vigil in
      if vigil.due <= now { result.due.append(vigil) } else { result.pending.append(vigil.due) }
    }
    self.init(events: due.map { $0.event(noticed: now) }, next: pending.min())
  }
}

/// What a watch sees when it looks up.
package struct WatchedScene: Sendable {
  let state: WorkflowState
  let views: [PhaseView]
  let seen: [Role: Timestamp]
  let waiting: Set<Role>

  /// `seen` and `waiting` are what the leases tell: when a role was seen last, and which roles say that they wait. A
  /// role that has written a record was seen then, whatever the leases say.
  package init(
    _ state: WorkflowState, views: [PhaseView], seen: [Role: Timestamp] = [:], waiting: some Sequence<Role> = []
  ) {
    self.state = state
    self.views = views
    self.seen = seen
    self.waiting = Set(waiting)
  }

  /// Everything that somebody waits for in a phase that is active, in the order of phases.
  var vigils: [Vigil] {
    let phases = state.activePhases
    return phases.flatMap { phase in
      claims(of: phase) + verdicts(of: phase) + closing(of: phase) + messages(of: phase)
    } + roles(of: phases)
  }

  private func claims(of phase: PhaseState) -> [Vigil] {
    guard let limit = phase.phase.liveness.claimUnanswered else { return [] }
    return phase.phase.gates.compactMap { gate in
      guard case .claimed(let claim) = phase.gate(gate.id).standing else { return nil }
      // Where several Adversaries rule, each ruling lets the next one's time begin.
      let vote = claim.votes.last
      return Vigil(
        kind: .claimUnanswered, about: [claim.record.description] + (vote.map { [$0.record.description] } ?? []),
        phase: phase.phase.id, gate: gate.id, record: claim.record, principal: claim.claimant,
        wakes: [.adversary, .operator], since: vote?.time ?? claim.time, limit: limit,
        subject: "claim(\(phase.phase.id)): \(gate.id) unanswered", title: claim.title,
        next: "assay brief, then: assay collect \(gate.id)")
    }
  }

  private func verdicts(of phase: PhaseState) -> [Vigil] {
    guard let limit = phase.phase.liveness.verdictUnanswered else { return [] }
    return phase.phase.gates.compactMap { gate in
      let state = phase.gate(gate.id)
      guard state.standing.asksBuilder, let ruling = state.unanswered else { return nil }
      return Vigil(
        kind: .verdictUnanswered, about: [ruling.record.description], phase: phase.phase.id, gate: gate.id,
        record: ruling.record, principal: ruling.by, wakes: [.builder, .operator], since: ruling.time, limit: limit,
        subject: "review(\(phase.phase.id)): \(gate.id) \(ruling.ruling?.rawValue ?? "REVOKED") unanswered",
        title: ruling.title, next: "assay brief")
    }
  }

  private func closing(of phase: PhaseState) -> [Vigil] {
    guard let limit = phase.phase.liveness.closable,
      views.first(where: { $0.id == phase.phase.id })?.isClosable == true,
      let last = phase.cleared
    else { return [] }
    return [
      Vigil(
        kind: .closable, about: [phase.phase.id.text, last.record.description], phase: phase.phase.id,
        record: last.record, wakes: [.builder], since: last.time, limit: limit,
        subject: "status(\(phase.phase.id)): closable", title: phase.phase.title, next: "assay done")
    ]
  }

  private func messages(of phase: PhaseState) -> [Vigil] {
    guard let limit = phase.phase.liveness.messageUnread else { return [] }
    return state.messages.filter { $0.phase == phase.phase.id }.map { message in
      Vigil(
        kind: .messageUnread, about: [message.id.description], phase: message.phase, record: message.id,
        principal: message.from, wakes: [message.to], since: message.time, limit: limit,
        subject: "inbox(\(message.phase)): to \(message.to.rawValue) unread", title: message.title,
        next: "assay inbox, then: assay ack \(message.id.short)")
    }
  }

  /// One for each role that works, by the strictest of the phases that ask for it.
  private func roles(of phases: [PhaseState]) -> [Vigil] {
    [Role.builder, .adversary].filter { !waiting.contains($0) }.compactMap { role in
      phases.compactMap { vigil(over: role, in: $0) }.min { $0.due < $1.due }
    }
  }

  private func vigil(over role: Role, in phase: PhaseState) -> Vigil? {
    guard let limit = phase.phase.liveness.roleUnseen else { return nil }
    // Nobody has to be seen before there is something to do.
    let moments = [seen[role], state.lastWritten[role], phase.opened].compactMap(\.self)
    guard let last = moments.max() else { return nil }
    return Vigil(
      kind: .roleUnseen, about: [role.rawValue, last.description], phase: phase.phase.id, wakes: [.operator],
      since: last, limit: limit, subject: "\(role.rawValue) not seen", title: "", next: "assay status")
  }
}

/// Something that is being waited for, with the moment from which on it has been for too long.
struct Vigil: Hashable {
  let kind: EventKind
  let about: [String]
  let phase: PhaseID
  var gate: GateID?
  var record: ObjectID?
  var principal: PrincipalName?
  let wakes: [Role]
  let since: Timestamp
  let limit: Duration
  let subject: String
  let title: String
  let next: String

  var due: Timestamp { since + limit }

  func event(noticed now: Timestamp) -> WatchEvent {
    let sentence = "\(subject) since \(since.minutes)" + (title.isEmpty ? "" : " — \(title)")
    return WatchEvent(
      id: ([kind.rawValue] + about).joined(separator: ":"), kind: kind, phase: phase, gate: gate, record: record,
      principal: principal, wakes: wakes, title: InertText.line(sentence), time: now, next: next)
  }
}

extension GateStanding {
  /// Whether a ruling has left it to the Builder to do something.
  fileprivate var asksBuilder: Bool {
    switch self {
    case .failed, .conditional, .revoked: true
    case .unclaimed, .claimed, .passed, .withdrawn, .escalated: false
    }
  }
}

extension PhaseView {
  fileprivate var isClosable: Bool { stage == "closable" }
}
