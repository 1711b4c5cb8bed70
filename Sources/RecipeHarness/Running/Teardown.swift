import WorkflowModel

/// Takes a stack out of the engine and says what stayed. Doing it again changes nothing.
package struct Teardown: Sendable {
  let engine: any SwarmEngine
  let stack: String

  package init(engine: any SwarmEngine, stack: String) {
    self.engine = engine
    self.stack = stack
  }

  /// Removes the stack with the volumes that it declares, waits until the engine has done so, and returns
  /// what is still there.
  package func run(volumes: Set<String>) async throws -> StackRemains {
    try await settle { remains in
      // A volume is free once the container that used it is gone, which is after the stack is.
      guard remains.services.isEmpty, remains.containers.isEmpty else { return }
      try await engine.remove(volumes: remains.volumes.filter(volumes.contains))
    }
  }

  /// Removes whatever bears the stack's name.
  package func clear() async throws {
    _ = try await settle { remains in
      guard remains.services.isEmpty, remains.containers.isEmpty else { return }
      try await engine.remove(volumes: remains.volumes)
    }
  }

  /// Removes the stack, then looks and acts until nothing is left, or nothing changes any more.
  private func settle(_ act: (StackRemains) async throws -> Void) async throws -> StackRemains {
    let clock = ContinuousClock()
    // What the engine held when the stack had gone: nothing more comes, since nothing is left that could make it.
    var remains = try await engine.remove(stack: stack)
    let deadline = clock.now + .seconds(60)
    while !remains.isEmpty {
      try await act(remains)
      let now = try await engine.remains(of: stack)
      // What the engine itself is taking out goes by itself, in its time.
      let isWaiting = !now.services.isEmpty || !now.containers.isEmpty || !now.networks.isEmpty
      if now == remains, !isWaiting || clock.now > deadline { return now }
      remains = now
      if isWaiting { try await Task.sleep(for: .milliseconds(50)) }
    }
    return remains
  }
}
