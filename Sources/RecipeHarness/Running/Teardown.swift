import WorkflowModel

/// Takes a stack out of the engine, with its volumes, and says what stayed. Doing it again changes nothing.
package struct Teardown: Sendable {
  let engine: any SwarmEngine
  let stack: String

  /// What is still there afterwards.
  @discardableResult
  package func run(keeping kept: Set<String> = []) async throws -> StackRemains {
    try await engine.remove(stack: stack)
    // A volume is free once the container that used it is gone, which is after the stack is.
    var remains = try await engine.remains(of: stack)
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while !remains.isEmpty, clock.now < deadline {
      let volumes = remains.volumes.filter { !kept.contains($0) }
      if !volumes.isEmpty, remains.containers.isEmpty { try await engine.remove(volumes: volumes) }
      remains = try await engine.remains(of: stack)
      if remains.volumes.allSatisfy(kept.contains), remains.withoutVolumes.isEmpty { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    return remains
  }
}

extension StackRemains {
  var withoutVolumes: StackRemains {
    var rest = self
    rest.volumes = []
    return rest
  }
}
