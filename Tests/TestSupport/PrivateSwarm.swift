import FoundationEssentials
import HostEffects
import WorkflowModel

#if canImport(Glibc)
  import Glibc
#endif

/// The Swarm of this test run: one node, one engine, started at the first test that needs it and stopped when the test
/// process has ended, however it ended. It has the images that `Tests/Swarm/image.sh --zoo app` makes.
package struct PrivateSwarm: Sendable {
  /// The environment in which `docker` speaks to it.
  package let environment: [String: String]

  package var host: Host {
    Host(
      now: { Timestamp(seconds: 1_781_199_360) }, environment: environment,
      randomBytes: { [UInt8](repeating: 7, count: $0) })
  }

  /// Nil where no Swarm is to be had: no root, no docker, no namespaces. Throws when there is one and it does not start.
  package static func shared() async throws -> PrivateSwarm? { try await started.value }

  /// For the condition of a suite; the tests are reported as skipped where there is none.
  package static func isToBeHad() async throws -> Bool { try await shared() != nil }

  private static let started = Task { try await start() }

  private static func start() async throws -> PrivateSwarm? {
    let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Swarm").path
    let root = "\(FileManager.default.temporaryDirectory.path)/assay-swarm-\(getpid())"
    var environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": root, "LC_ALL": "C",
    ]
    let up = try await run("up.sh", "--until", "\(getpid())", root)
    if up.status == .exited(77) { return nil }
    environment["DOCKER_HOST"] = "unix://\(root)/docker.sock"
    if try await run("image.sh", "--zoo", "app").status == .exited(77) { return nil }
    return PrivateSwarm(environment: environment)

    func run(_ script: String, _ arguments: String...) async throws -> ToolOutcome {
      let command = ["\(scripts)/\(script)"] + arguments
      let outcome = try await runTool(ToolRequest(executable: "bash", arguments: command, environment: environment))
      guard outcome.status == .exited(0) || outcome.status == .exited(77) else {
        throw ToolFailure(
          command: command, status: outcome.status, stderr: String(decoding: outcome.stderr, as: UTF8.self))
      }
      return outcome
    }
  }
}
