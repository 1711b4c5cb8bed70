import Swarm

/// Follows the services of a stack to the end of a redeployment. The engine's events wake; what is inspected decides.
package struct Converging: Sendable {
  let engine: any SwarmReader
  let stack: String
  let limits: RolloutLimits
  /// The longest time between two looks. Not every node's events reach the engine that is spoken to.
  let longestPause: Duration
  /// Rung by the engine's events already; without one, each following listens by itself.
  let bell: Bell?
  /// The time from an event to the look after the one that it woke, and then twice as long each time. A container is told
  /// of before the manager knows how its task is, and no event tells when it does.
  private static let echo = Duration.milliseconds(100)

  package init(
    engine: any SwarmReader, stack: String, limits: RolloutLimits = RolloutLimits(),
    longestPause: Duration = .seconds(2), bell: Bell? = nil
  ) {
    self.engine = engine
    self.stack = stack
    self.limits = limits
    self.longestPause = longestPause
    self.bell = bell
  }

  /// The services before a redeployment, once none of them is being updated: a second update on top of a first takes from
  /// the engine what it would roll back to. Throws ``EngineError`` when that does not come before the deadline.
  package func before() async throws -> [ServiceState] {
    let clock = ContinuousClock()
    let end = clock.now + limits.deadline
    // As a rule there is nothing to wait for, and so nothing to listen to.
    let first = try await engine.services(of: stack)
    if !first.contains(where: \.isMoving) { return first }
    return try await listening { bell in
      while true {
        let services = try await engine.services(of: stack)
        if !services.contains(where: \.isMoving) { return services }
        guard clock.now < end else { throw EngineError.late("the end of an earlier update") }
        await bell.wait(atMost: longestPause)
      }
    }
  }

  /// Follows the stack from its redeployment, which is now, until every service has converged, or one has not.
  /// `services` names those that the redeployment is of; without it, all that the stack had and has.
  package func follow(from before: [ServiceState], services: Set<String>? = nil) async throws -> Convergence {
    let clock = ContinuousClock()
    let began = clock.now
    return try await listening { bell in
      var following = Following(before: before, services: services, limits: limits)
      var echo = Self.echo
      while true {
        try Task.checkCancellation()
        let pause = try await following.look(engine, stack) { clock.now - began }
        guard let pause else { break }
        let waking = await bell.wait(atMost: min(pause, longestPause, echo))
        echo = waking == .rung ? Self.echo : min(echo * 2, longestPause)
      }
      return following.convergence(after: clock.now - began, deafness: bell.fault)
    }
  }

  private func listening<Value: Sendable>(_ body: (Bell) async throws -> Value) async throws -> Value {
    // One that is no longer rung is no better than none: a new one may be.
    if let bell, bell.fault == nil { return try await body(bell) }
    return try await engine.listening(to: stack, body)
  }

  /// Looks once more at what has converged: its tasks, and then what the engine says of it, so that what happens meanwhile
  /// is seen too.
  package func lookAgain(at convergence: Convergence) async throws -> LaterLook {
    let known = convergence.services.compactMap(\.state)
    let tasks = try await engine.tasks(of: known)
    let present = try await engine.again(known, of: stack)
    for service in convergence.services {
      let state = present.first { $0.name == service.name }
      if let end = service.rollout.relapse(service: state, tasks: tasks[service.name] ?? []) {
        return LaterLook(services: present, relapse: LaterLook.Relapse(service: service.name, end: end))
      }
    }
    return LaterLook(services: present, relapse: nil)
  }
}

/// What a look at services that had converged has found.
package struct LaterLook: Sendable {
  package struct Relapse: Hashable, Sendable {
    package let service: String
    package let end: RolloutEnd
  }

  /// As they are now, those that are still there.
  package let services: [ServiceState]
  /// The first that has not stayed converged, and how; nil when all have.
  package let relapse: Relapse?
}

extension ServiceState {
  fileprivate var isMoving: Bool { status?.state == .updating || status?.state == .rollbackStarted }
}
