import Swarm

/// The services under way, with what was seen of them.
struct Following {
  private var services: [String: FollowedService] = [:]
  /// What the last look found.
  private var present: [ServiceState] = []
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
    _ engine: any SwarmReader, _ stack: String, elapsed: () -> Duration
  ) async throws -> Duration? {
    let earlier = present
    let tasks: [String: [TaskState]]
    if earlier.isEmpty || services.keys.contains(where: { name in !earlier.contains { $0.name == name } }) {
      present = try await engine.services(of: stack)
      if names == nil { for state in present where services[state.name] == nil { follow(state.name, from: nil) } }
      tasks = try await engine.tasks(of: present.filter { services[$0.name] != nil })
    } else {
      // Both at once: it is the time until the verdict that counts.
      async let counted = engine.tasks(of: earlier.filter { services[$0.name]?.end == nil })
      present = try await engine.again(earlier, of: stack)
      tasks = try await counted
    }
    var pause = services.isEmpty && elapsed() < limits.arrival ? limits.arrival - elapsed() : Duration?.none
    var hasFailed = false
    for (name, service) in services where service.end == nil {
      var looked = service
      looked.state = present.first { $0.name == name }
      looked.tasks = tasks[name] ?? []
      looked.note(looked.state?.status, at: elapsed())
      switch looked.rollout.look(at: looked.state, tasks: looked.tasks, elapsed: elapsed()) {
      case .wait(let time): pause = min(pause ?? time, time)
      case .ended(.converged) where try await hasMoved(looked.state, since: earlier, engine, stack):
        // The tasks that were counted may be of another specification: this look was none.
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

  /// Whether the service may have got another specification while its tasks were counted. An update takes the status away,
  /// so that one that has a status was not updated since it was looked at.
  private func hasMoved(
    _ state: ServiceState?, since earlier: [ServiceState], _ engine: any SwarmReader, _ stack: String
  ) async throws -> Bool {
    guard let state else { return true }
    let wasStill = state.status != nil || earlier.contains { $0.id == state.id && $0.version == state.version }
    guard wasStill else { return true }
    return try await engine.again([state], of: stack).first { $0.id == state.id }?.version != state.version
  }
}
