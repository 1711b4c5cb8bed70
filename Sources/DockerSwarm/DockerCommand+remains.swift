import HostEffects
import RecipeHarness

extension DockerCommand {
  package func remains(of stack: String) async throws -> StackRemains {
    async let services = serviceNames(of: stack)
    async let containers = containers(of: stack)
    async let networks = names(["network", "ls"], of: stack)
    async let volumes = volumes(stack)
    async let secrets = names(["secret", "ls"], of: stack)
    async let configs = names(["config", "ls"], of: stack)
    return try await StackRemains(
      services: services, containers: containers, networks: networks, volumes: volumes, secrets: secrets,
      configs: configs)
  }

  /// `docker stack rm` itself returns earlier, and it fails at a network that a task is about to leave.
  @discardableResult
  package func remove(stack: String) async throws -> StackRemains {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(90)
    return try await listening(to: stack) { bell in
      var pause = Duration.milliseconds(50)
      while true {
        let removal = try await outcome(["stack", "rm", "--", stack], deadline: .seconds(60))
        // Tasks end in their own time, and until then the rest cannot go. A removal that did not take is asked for again.
        let patience = min(end, clock.now + .seconds(5))
        var hasContainers = try await !containers(of: stack).isEmpty
        while hasContainers, clock.now < patience {
          await bell.wait(atMost: min(patience - clock.now, .seconds(1)))
          try Task.checkCancellation()
          hasContainers = try await !containers(of: stack).isEmpty
        }
        if hasContainers, clock.now < end { continue }
        let left = try await remains(of: stack)
        if left.hasOnlyVolumes { return left }
        guard clock.now < end else {
          if removal.status != .exited(0) { throw try await failure(["stack", "rm"], removal) }
          throw EngineError.late("docker stack rm")
        }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(1))
      }
    }
  }

  package func serviceNames(of stack: String) async throws -> [String] {
    try await names(["service", "ls"], of: stack)
  }

  private func containers(of stack: String) async throws -> [String] {
    try await names(["container", "ls", "--all"], of: stack, format: "{{.Names}}")
  }

  private func names(_ list: [String], of stack: String, format: String = "{{.Name}}") async throws -> [String] {
    try await lines(list + ["--filter", "label=\(Self.namespace)=\(stack)", "--format", format]).sorted()
  }

  /// What bears the stack's name is its own, too, whoever made it without the label.
  private func volumes(_ stack: String) async throws -> [String] {
    let format = "{{.Name}}\t{{.Label \"\(Self.namespace)\"}}"
    return try await lines(["volume", "ls", "--format", format]).compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts[0].hasPrefix(stack + "_") || parts.last == stack[...] else { return nil }
      return String(parts[0])
    }.sorted()
  }
}
