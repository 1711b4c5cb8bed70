import Swarm

/// How the redeployment of a stack ended, service by service, by name.
package struct Convergence: Sendable {
  package internal(set) var services: [FollowedService] = []
  /// From the redeployment to the verdict.
  package internal(set) var duration = Duration.zero
  /// Why the engine's events were not heard to the end. They only wake: without them the verdict comes later.
  package internal(set) var deafness: EngineError?

  /// The first failure, which is the stack's; nil when every service converged.
  package var failure: (service: FollowedService, reason: RolloutFailure, message: String)? {
    for service in services {
      if case .failed(let reason, let message)? = service.end { return (service, reason, message) }
    }
    return nil
  }

  /// Whether there was a service, and every one of them converged.
  package var isReached: Bool {
    !services.isEmpty
      && services.allSatisfy {
        guard case .converged? = $0.end else { return false }
        return true
      }
  }
}

/// One service of a stack, as it was followed.
package struct FollowedService: Sendable {
  package let name: String
  /// Nil when another service's failure came first.
  package internal(set) var end: RolloutEnd?
  /// As it was seen last; nil when the engine has none of that name.
  package internal(set) var state: ServiceState?
  package internal(set) var tasks: [TaskState] = []
  /// Every status that was seen, with the time since the redeployment: the engine forgets them at the next update.
  package internal(set) var statuses: [Sighting] = []
  /// When the verdict fell, from the redeployment.
  package internal(set) var endedAfter: Duration?
  var rollout: Rollout

  package struct Sighting: Hashable, Sendable {
    package let status: UpdateStatus
    package let elapsed: Duration
  }

  /// From the first sight of the engine's last word to the verdict; nil without either.
  package var delay: Duration? {
    guard let endedAfter, let last = statuses.last, last.status.state.isFinal else { return nil }
    return endedAfter - last.elapsed
  }

  mutating func note(_ status: UpdateStatus?, at elapsed: Duration) {
    guard let status, statuses.last?.status != status else { return }
    statuses.append(Sighting(status: status, elapsed: elapsed))
  }
}

extension UpdateState {
  fileprivate var isFinal: Bool {
    switch self {
    case .completed, .paused, .rollbackPaused, .rollbackCompleted: true
    case .updating, .rollbackStarted, .unknown: false
    }
  }
}
