import DockerSwarm
import FoundationEssentials
import HostEffects
import RecipeHarness
import Swarm
import TestSupport
import Testing

/// What a stack of these tests is made of: one service or several, each with what matters to an update.
struct AppSpec {
  var services = ["app"]
  var image = "v1"
  var revision = "r1"
  var order = "start-first"
  var failureAction = "rollback"
  var monitor = 1
  var mode = "replicas: 1"
  var restartDelay = 1
  var startPeriod = 0
  var hasVolume = false
  /// Images of single services, where they differ.
  var images: [String: String] = [:]

  /// A compose file, with variables where a recipe has them.
  var text: String {
    var text = "version: \"3.8\"\nservices:\n"
    for service in services {
      text += """
          \(service):
            image: 127.0.0.1:1/app:\(images[service] ?? "${TAG}")
            init: true
            stop_grace_period: 1s
            networks: [outside]
            healthcheck: {test: ["CMD", "/bin/sh", "-c", "test -s /well"], interval: 1s, timeout: 5s, retries: 2, start_period: \(startPeriod)s}
            \(hasVolume ? "volumes: [\"kept:/kept\"]" : "")
            deploy:
              \(mode)
              labels: {org.example.revision: "${REVISION}"}
              restart_policy: {delay: \(restartDelay)s}
              update_config: {order: \(order), failure_action: \(failureAction), monitor: \(monitor)s}
              rollback_config: {order: \(order), monitor: 1s}

        """
    }
    text += "networks: {outside: {external: true, name: host}}\n"
    return hasVolume ? text + "volumes: {kept: {}}\n" : text
  }
}

/// One stack on the test run's Swarm, which is gone when the test is over.
struct Stage {
  let engine: DockerCommand
  let stack: String
  let directory: ScratchDirectory
  var limits = RolloutLimits(deadline: .seconds(90))

  var converging: Converging { Converging(engine: engine, stack: stack, limits: limits) }

  func deployment(_ spec: AppSpec) throws -> StackDeployment {
    let file = try directory.write(spec.text, to: "\(spec.revision)/compose.yml")
    return StackDeployment(
      stack: stack, files: [file], variables: ["TAG": spec.image, "REVISION": spec.revision], directory: directory.path)
  }

  func deploy(_ spec: AppSpec) async throws { try await engine.deploy(deployment(spec)) }

  /// Deploys what is to be upgraded, and waits until it runs.
  func install(_ spec: AppSpec) async throws {
    try await deploy(spec)
    let base = try await converging.follow(from: [])
    try #require(base.isReached, "\(base.services.map(\.end))")
  }

  /// Installs the one, deploys the other, and follows it to its end.
  func upgrade(from base: AppSpec, to head: AppSpec) async throws -> Convergence {
    try await install(base)
    let before = try await converging.before()
    try await deploy(head)
    return try await converging.follow(from: before)
  }

  func service(_ name: String = "app") async throws -> ServiceState {
    try #require(try await engine.services(of: stack).first { $0.name == "\(stack)_\(name)" })
  }

  func runningTask(_ name: String = "app") async throws -> TaskState {
    try #require(try await engine.tasks(of: service(name)).first { $0.desired == "running" && $0.state == "running" })
  }
}

/// Lends a stack of its own, and sees that nothing of it is left, however the test went.
func withStage(
  _ stack: String, limits: RolloutLimits? = nil, _ body: (Stage) async throws -> Void
) async throws {
  let swarm = try #require(try await PrivateSwarm.shared())
  var stage = Stage(engine: DockerCommand(host: swarm.host), stack: stack, directory: try ScratchDirectory())
  if let limits { stage.limits = limits }
  let lent = stage
  try await Turnstile.stacks.pass {
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(lent)) } catch { outcome = .failure(error) }
    try await lent.engine.remove(stack: stack)
    try await lent.engine.remove(volumes: lent.engine.remains(of: stack).volumes)
    #expect(try await lent.engine.remains(of: stack).isEmpty)
    try outcome.get()
  }
}

extension FollowedService {
  var failure: RolloutFailure? {
    guard case .failed(let failure, _)? = end else { return nil }
    return failure
  }

  var message: String {
    guard case .failed(_, let message)? = end else { return "" }
    return message
  }

  var states: [UpdateState] { statuses.map(\.status.state) }
}

extension Convergence: CustomTestStringConvertible {
  /// The ends, without all that was seen.
  public var testDescription: String {
    services.map { "\($0.name): \($0.end.map { "\($0)" } ?? "under way"), \($0.states)" }.joined(separator: "; ")
  }
}

/// Those suites need an engine of their own, and are skipped where none can be started.
let swarmIsToBeHad: ConditionTrait = .enabled(
  "needs root, docker.io, busybox-static, iptables and iproute2", { try await PrivateSwarm.isToBeHad() })
