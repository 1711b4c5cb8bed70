import Swarm

/// Follows the services of a stack to the end of a redeployment. The engine's events wake; what is inspected decides.
package struct Converging: Sendable {
  let engine: any SwarmEngine
  let stack: String
  let limits: RolloutLimits
  /// The longest time between two looks. Not every node's events reach the engine that is spoken to.
  let longestPause: Duration

  package init(
    engine: any SwarmEngine, stack: String, limits: RolloutLimits = RolloutLimits(),
    longestPause: Duration = .seconds(2)
  ) {
    self.engine = engine
    self.stack = stack
    self.limits = limits
    self.longestPause = longestPause
  }

  /// The services before a redeployment, once none of them is being updated: a second update on top of a first takes from
  /// the engine what it would roll back to. Throws ``EngineError`` when that does not come before the deadline.
  package func before() async throws -> [ServiceState] {
    let clock = ContinuousClock()
    let end = clock.now + limits.deadline
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
      while true {
        try Task.checkCancellation()
        let pause = try await following.look(engine, stack) { clock.now - began }
        guard let pause else { break }
        await bell.wait(atMost: min(pause, longestPause))
      }
      return following.convergence(after: clock.now - began, deafness: bell.fault)
    }
  }

  /// Looks once more at what has converged: the first service that has not stayed so, and how; nil when all have.
  package func relapse(of convergence: Convergence) async throws -> (service: String, end: RolloutEnd)? {
    let present = try await engine.services(of: stack)
    for service in convergence.services {
      let state = present.first { $0.name == service.name }
      let tasks = if let state { try await engine.tasks(of: state) } else { [TaskState]() }
      if let end = service.rollout.relapse(service: state, tasks: tasks) { return (service.name, end) }
    }
    return nil
  }

  /// Runs the body with a bell that the engine's events ring.
  private func listening<Value: Sendable>(_ body: (Bell) async throws -> Value) async throws -> Value {
    let bell = Bell()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await engine.watch(stack) { bell.ring() }
        } catch is CancellationError {
        } catch {
          // Not the end: an engine that has gone away says so at the next look.
          bell.fail(error as? EngineError ?? .unreachable("\(error)"))
        }
      }
      defer { group.cancelAll() }
      return try await body(bell)
    }
  }
}

extension ServiceState {
  fileprivate var isMoving: Bool { status?.state == .updating || status?.state == .rollbackStarted }
}
