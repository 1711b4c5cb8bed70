import HostEffects
import RecipeHarness

extension DockerCommand {
  package func remains(of stack: String) async throws -> StackRemains {
    async let services = names(["service", "ls"], of: stack)
    async let containers = containers(of: stack)
    async let networks = names(["network", "ls"], of: stack)
    async let volumes = volumes(stack)
    async let secrets = names(["secret", "ls"], of: stack)
    async let configs = names(["config", "ls"], of: stack)
    return try await StackRemains(
      services: services, containers: containers, networks: networks, volumes: volumes, secrets: secrets,
      configs: configs)
  }

  /// Returns when the engine holds nothing of the stack but volumes: `docker stack rm` itself returns earlier, and it
  /// fails at a network that a task is about to leave.
  package func remove(stack: String) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(90)
    var pause = Duration.milliseconds(50)
    while true {
      let removal = try await outcome(["stack", "rm", "--", stack], deadline: .seconds(60))
      // Tasks end in their own time, and until then the rest cannot go. A removal that did not take is asked for again.
      let patience = min(end, clock.now + .seconds(5))
      while clock.now < patience, try await !containers(of: stack).isEmpty {
        try await Task.sleep(for: .milliseconds(100))
      }
      var left = try await remains(of: stack)
      left.volumes = []
      if left.isEmpty { return }
      guard clock.now < end else {
        if removal.status != .exited(0) { throw try await failure(["stack", "rm"], removal) }
        throw EngineError.late("docker stack rm")
      }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(1))
    }
  }

  private func containers(of stack: String) async throws -> [String] {
    try await names(["container", "ls", "--all"], of: stack, format: "{{.Names}}")
  }

  private func names(_ list: [String], of stack: String, format: String = "{{.Name}}") async throws -> [String] {
    try await lines(list + ["--filter", "label=\(Self.namespace)=\(stack)", "--format", format]).sorted()
  }

  /// What bears the stack's name is its own, too, whoever made it without the label.
  private func volumes(_ stack: String) async throws -> [String] {
    let named = try await lines(["volume", "ls", "--filter", "name=\(stack)_", "--format", "{{.Name}}"])
    return Set(try await names(["volume", "ls"], of: stack) + named.filter { $0.hasPrefix(stack + "_") }).sorted()
  }
}
