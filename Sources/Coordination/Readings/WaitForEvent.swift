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
    var begun: Set<ObjectID>?
    var interval = request.interval
    while true {
      let standing = try await standing()
      let seen = try branch.records(upTo: standing.tip)
      let isFirst = begun == nil
      let known = begun ?? Set(seen.map(\.record.id))
      begun = known
      let found = try matches(request, standing, seen, begun: known)
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
    _ request: WaitRequest, _ standing: Standing, _ seen: [LoggedRecord], begun: Set<ObjectID>
  ) throws -> [LoggedRecord] {
    let settled = seen.filter(\.refusals.isEmpty)
    func record(_ id: ObjectID?) -> [LoggedRecord] { settled.filter { $0.record.id == id } }
    switch request.event {
    case .any:
      let own = try acting(in: standing.state).principal.name
      return settled.filter { !begun.contains($0.record.id) && $0.record.content.principal != own }
    case .inbox:
      let role = try acting(in: standing.state).role
      let open = Set(standing.state.messages.filter { $0.to == role }.map(\.id))
      return settled.filter { open.contains($0.record.id) }
    case .done:
      return try phaseStates(in: standing.state).flatMap { $0.stage == .done ? record($0.closed?.record) : [] }
    case .claim:
      return try phaseStates(in: standing.state).flatMap { phase in
        gates(request, phase).flatMap { gate -> [LoggedRecord] in
          if case .claimed(let claim) = phase.gate(gate).standing { return record(claim.record) }
          return []
        }
      }
    case .verdict:
      return try phaseStates(in: standing.state).flatMap { phase in
        let gates = Set(gates(request, phase))
        let rulings = settled.filter { entry in
          guard entry.record.content.phase == phase.phase.id, let gate = entry.record.content.act.gate,
            gates.contains(gate)
          else { return false }
          return entry.record.content.act.isRuling
        }
        let waiting = gates.contains { gate in
          if case .claimed = phase.gate(gate).standing { true } else { false }
        }
        return waiting ? rulings.filter { !begun.contains($0.record.id) } : rulings.suffix(1)
      }
    }
  }

  private func gates(_ request: WaitRequest, _ phase: PhaseState) -> [GateID] {
    request.gate.map { [$0] } ?? phase.phase.gates.map(\.id)
  }

  /// The phase asked for, or all that are open: a phase that was just closed still answers who waits for it.
  private func phaseStates(in state: WorkflowState) throws -> [PhaseState] {
    if phase != nil { return [try phaseState(in: state)] }
    return state.phases.atHand.filter { $0.stage != .declared }
  }
}

extension Act {
  fileprivate var isRuling: Bool {
    switch self {
    case .rule, .revoke, .liftCondition: true
    default: false
    }
  }
}
