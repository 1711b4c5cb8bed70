import HostEffects
import Ledgers
import Logging
import WorkflowModel
import WorkflowRules

/// What a role can wait for.
package enum AwaitedEvent: String, CaseIterable, Sendable {
  /// An open claim without a ruling.
  case claim
  /// A ruling on the gate's last claim.
  case verdict
  /// A message to the role.
  case inbox
  /// The phase being done.
  case done
  /// Any record of somebody else's after the one that was the last when waiting began.
  case any
}

package struct WaitRequest {
  package let event: AwaitedEvent
  package let gate: GateID?
  package let timeout: Duration
  package let interval: Duration
  /// Returns after that time at the latest, and sooner if there may be something to see.
  package let pause: (Duration) async throws -> Void

  package init(
    event: AwaitedEvent, gate: GateID?, timeout: Duration, interval: Duration,
    pause: @escaping (Duration) async throws -> Void
  ) {
    self.event = event
    self.gate = gate
    self.timeout = timeout
    self.interval = interval
    self.pause = pause
  }
}

extension Coordinator {
  /// Returns as soon as the remote's coordination branch holds what is waited for; at once if it already does. The
  /// condition is read from the state, not from an edge, so nothing pushed before the call is missed. Whoever has to
  /// wait says so on the remote, until the time is up or ``endWait()``.
  package func wait(for request: WaitRequest) async throws -> [LoggedRecord] {
    let deadline = ContinuousClock.now + request.timeout
    var begun: ObjectID??
    var interval = request.interval
    while true {
      let standing = try await standing(waking: phase.map { .phases([$0]) } ?? .last(1))
      let isFirst = begun == nil
      let start = begun ?? standing.tip
      begun = start
      let found = try matches(request, standing, since: start)
      if !found.isEmpty { return found }
      if isFirst { await register(request, in: standing.state) }
      let rest = deadline - ContinuousClock.now
      guard rest > .zero else {
        throw CoordinationError.timedOut(
          "nothing of kind \(request.event.rawValue) within \(request.timeout.shorthand)")
      }
      try await request.pause(min(interval, rest))
      try Task.checkCancellation()
      interval = min(interval * 3 / 2, max(request.interval, Self.longestInterval))
    }
  }

  /// How seldom a remote that does not move is asked.
  private static let longestInterval = Duration.seconds(15)

  /// Says on the remote that somebody waits. Waiting does not depend on it.
  private func register(_ request: WaitRequest, in state: WorkflowState) async {
    do {
      guard options.asking == .remote, try role ?? branch.settings().role != nil else { return }
      let acting = try acting(in: state)
      let now = host.now()
      let lease = Lease(
        principal: acting.principal.name, role: acting.role, awaiting: request.event.rawValue, gate: request.gate,
        since: now, until: now + request.timeout)
      if case .refused(let said) = try await branch.publish(lease) {
        logger.notice("nobody sees that you wait: \(InertText.line(said))")
      }
    } catch {
      logger.notice("nobody sees that you wait: \(error)")
    }
  }

  /// Takes back what ``wait(for:)`` said on the remote.
  package func endWait() async {
    do {
      try await branch.withdrawLease(at: host.now())
    } catch {
      // It ends by itself when its time is up.
      logger.debug("the lease stays until its time is up: \(error)")
    }
  }

  private func matches(
    _ request: WaitRequest, _ standing: Standing, since start: ObjectID?
  ) throws -> [LoggedRecord] {
    switch request.event {
    case .any:
      let own = try acting(in: standing.state).principal.name
      return try news(in: standing, since: start).filter { $0.record.content.principal != own }
    case .inbox:
      let role = try acting(in: standing.state).role
      return try standing.state.messages.filter { $0.to == role }.compactMap { try branch.record($0.id) }
    case .done:
      let since = try news(in: standing, since: start).filter { entry in
        guard case .done = entry.record.content.act else { return false }
        return phase == nil || entry.record.content.phase == phase
      }
      if !since.isEmpty { return since }
      return try phaseStates(in: standing.state).compactMap { phase in
        try phase.stage == .done ? phase.closed.flatMap { try branch.record($0.record) } : nil
      }
    case .claim:
      return try phaseStates(in: standing.state).flatMap { phase in
        try gates(request, phase).compactMap { gate in
          if case .claimed(let claim) = phase.gate(gate).standing { try branch.record(claim.record) } else { nil }
        }
      }
    case .verdict:
      return try phaseStates(in: standing.state).flatMap { phase in
        let gates = gates(request, phase)
        let waiting = gates.contains { gate in
          if case .claimed = phase.gate(gate).standing { true } else { false }
        }
        guard waiting else {
          let last = gates.compactMap { phase.gate($0).lastRuling }.max { $0.time < $1.time }
          return try last.flatMap { try branch.record($0.record) }.map { [$0] } ?? []
        }
        // Of several Adversaries each rules, and the claim still waits.
        return try news(in: standing, since: start).filter { entry in
          let content = entry.record.content
          return content.phase == phase.phase.id && content.act.isRuling
            && content.act.gate.map { gates.contains($0) } == true
        }
      }
    }
  }

  /// What was written since waiting began.
  private func news(in standing: Standing, since start: ObjectID?) throws -> [LoggedRecord] {
    try branch.records(after: start, upTo: standing.tip).filter(\.refusals.isEmpty)
  }

  private func gates(_ request: WaitRequest, _ phase: PhaseState) -> [GateID] {
    request.gate.map { [$0] } ?? phase.phase.gates.map(\.id)
  }

  /// The phase asked for, or all that are being worked on. Where none is, the one that was done last still answers
  /// whoever waits for it; those before it have been answered.
  private func phaseStates(in state: WorkflowState) throws -> [PhaseState] {
    if phase != nil { return [try phaseState(in: state)] }
    let active = state.activePhases
    return active.isEmpty ? state.phases.lastDone(1).compactMap { state.phases[$0] } : active
  }
}
