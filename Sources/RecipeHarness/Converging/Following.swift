import Swarm

/// The services under way, with what was seen of them.
struct Following {
  private var services: [String: FollowedService] = [:]
  private let names: Set<String>?
  private let limits: RolloutLimits

  init(before: [ServiceState], services names: Set<String>?, limits: RolloutLimits) {
    self.names = names
    self.limits = limits
    for state in before where names?.contains(state.name) ?? true { follow(state.name, from: state) }
    for name in names ?? [] where services[name] == nil { follow(name, from: nil) }
  }

  private mutating func follow(_ name: String, from before: ServiceState?) {
    services[name] = FollowedService(name: name, rollout: Rollout(before: before, limits: limits))
  }

  /// Looks at every service. Returns how long to wait for the next look, or nil when there is nothing to wait for: all have
  /// ended, or one has failed.
  mutating func look(
    _ engine: any SwarmEngine, _ stack: String, elapsed: () -> Duration
  ) async throws -> Duration? {
    let present = try await engine.services(of: stack)
    if names == nil { for state in present where services[state.name] == nil { follow(state.name, from: nil) } }
    let tasks = try await Self.tasks(of: present.filter { services[$0.name] != nil }, engine)
    var pause = services.isEmpty && elapsed() < limits.arrival ? limits.arrival - elapsed() : Duration?.none
    var hasFailed = false
    for (name, service) in services where service.end == nil {
      var looked = service
      looked.state = present.first { $0.name == name }
      looked.tasks = tasks[name] ?? []
      looked.note(looked.state?.status, at: elapsed())
      switch looked.rollout.look(at: looked.state, tasks: looked.tasks, elapsed: elapsed()) {
      case .wait(let time): pause = min(pause ?? time, time)
      case .ended(.converged) where try await hasMoved(looked.state, engine, stack):
        // The tasks that were counted may be another specification's: this look was none.
        pause = .zero
        continue
      case .ended(let end):
        looked.end = end
        looked.endedAfter = elapsed()
        if case .failed = end { hasFailed = true }
      }
      services[name] = looked
    }
    return hasFailed ? nil : pause
  }

  func convergence(after duration: Duration, deafness: EngineError?) -> Convergence {
    Convergence(services: services.values.sorted { $0.name < $1.name }, duration: duration, deafness: deafness)
  }

  private func hasMoved(_ state: ServiceState?, _ engine: any SwarmEngine, _ stack: String) async throws -> Bool {
    let present = try await engine.services(of: stack).first { $0.name == state?.name }
    return present?.version != state?.version
  }

  private static func tasks(
    of services: [ServiceState], _ engine: any SwarmEngine
  ) async throws -> [String: [TaskState]] {
    try await withThrowingTaskGroup(of: (String, [TaskState]).self) { group in
      for service in services { group.addTask { (service.name, try await engine.tasks(of: service)) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }
}
