import FoundationEssentials
import HostEffects
import RecipeHarness
import Recipes
import Swarm
import Synchronization
import TestSupport
import Testing
import WorkflowModel

/// An engine in which whatever is deployed runs at once, unless it refuses the stack in words of its own.
final class StillEngine: SwarmEngine {
  private let stack = Mutex<String?>(nil)
  private let deployed = Atomic(0)
  private let refusal: String?

  init(refusal: String? = nil) { self.refusal = refusal }

  var deployments: Int { deployed.load(ordering: .acquiring) }

  func deploy(_ deployment: StackDeployment) async throws {
    deployed.add(1, ordering: .acquiringAndReleasing)
    if let refusal { throw EngineError.refused("docker stack deploy", why: refusal) }
    stack.withLock { $0 = deployment.stack }
  }

  func services(of stack: String) async throws -> [ServiceState] {
    guard self.stack.withLock({ $0 }) == stack else { return [] }
    return [
      ServiceState(
        id: "id", name: "\(stack)_app", version: 1, labels: [:], image: "v", replicas: 1,
        policy: UpdatePolicy(monitor: .zero))
    ]
  }

  func tasks(of service: ServiceState) async throws -> [TaskState] {
    [
      TaskState(
        id: "t", slot: 1, image: "v", isUpToDate: true, desired: "running", state: "running", container: "c")
    ]
  }

  func watch(_ stack: String, wake: @escaping @Sendable () -> Void) async throws {
    try await Task.sleep(for: .seconds(600))
  }

  func remove(stack: String) async throws -> StackRemains {
    self.stack.withLock { $0 = nil }
    return StackRemains()
  }
  func remove(service: String) async throws {}
  func remove(volumes: [String]) async throws {}
  func images(of deployment: StackDeployment) async throws -> [String] { [] }
  func provide(images: [String]) async throws -> [String] { [] }
  func serviceNames(of stack: String) async throws -> [String] { try await services(of: stack).map(\.name) }
  func remains(of stack: String) async throws -> StackRemains { StackRemains() }
  func make(secret: String, of stack: String, _ value: [UInt8]) async throws {}
  func log(of service: String, lines: Int) async throws -> [UInt8] { [] }
  func volumes(of container: String) async throws -> [MountedVolume] { [] }
  func archive(_ path: String, of container: String, to file: String) async throws {}
  func unpack(_ file: String, below path: String, of container: String) async throws {}
  func id() async throws -> String { "still" }
  func version() async throws -> String { "0" }

  func execute(
    _ arguments: [String], in container: String, input: [UInt8], deadline: Duration
  ) async throws -> ExecutionOutcome { ExecutionOutcome(exit: 0, stdout: [], stderr: []) }
}

/// A recipe in a repository, and metadata with its programs beside it.
struct Kitchen {
  let scratch: ScratchDirectory
  let host: Host

  init() async throws {
    scratch = try ScratchDirectory()
    let git = HermeticGit()
    host = Host(
      now: { Timestamp(seconds: 1_781_199_360) }, environment: git.environment,
      randomBytes: { (0..<$0).map { _ in UInt8.random(in: 0...255) } })
    try scratch.write(
      "services: { app: { image: v, deploy: { labels: [\"coop-cloud.${STACK_NAME}.version=1.0.0+1\"] } } }\n",
      to: "recipe/compose.yml")
    try await git.run("init", "--quiet", in: scratch.path("recipe"))
    try await git.run("add", "--all", in: scratch.path("recipe"))
    try await git.run("commit", "--quiet", "--message", "recipe", in: scratch.path("recipe"))
  }

  /// Writes a program that leaves a mark when it runs, and does something more.
  func program(_ name: String, _ script: String = "") throws {
    let text = "#!/bin/sh\nset -eu\necho ran >'\(scratch.path("ran"))'\n\(script)\n"
    try scratch.write(text, to: "beside/\(name)", executable: true)
  }

  var hasRun: Bool { scratch.text(of: "ran") != nil }

  /// The metadata as written, with what stands beside it now.
  func read(_ text: String) throws -> (metadata: RecipeMetadata, companions: CompanionFiles) {
    try scratch.directory("beside")
    let bytes = Array(("health: { exec: { service: app, run: [\"true\"] } }\n" + text).utf8)
    let metadata = try RecipeMetadata.read(bytes)
    let files = try CompanionFiles.read(
      metadata, bytes: bytes, name: "recipe.yml", beside: scratch.path("beside"))
    return (metadata, files)
  }

  func run(
    _ metadata: String, permission: ProgramPermission = .none, stages: Set<Stage> = [.install],
    engine: StillEngine = StillEngine(), secrets: [String: String] = [:], path: String? = nil
  ) async throws -> FinishedRun {
    let (read, companions) = try read(metadata)
    let request = HarnessRequest(
      recipe: try #require(RecipeName("still")), source: scratch.path("recipe"), head: "main", stages: stages,
      isLinted: false, metadata: read, directory: scratch.path("beside"), companions: companions,
      permission: permission, state: scratch.path("state"), nonce: "n0nce", runID: "still", tool: "test",
      secrets: secrets)
    var host = host
    if let path { host.environment["PATH"] = path + ":" + (host.environment["PATH"] ?? "") }
    return try await HarnessRun(
      request, engine: engine, deployer: BuiltInDeployer(engine: engine), host: host, report: { _ in }
    ).run()
  }
}
