import RecipeHarness
import Swarm
import Synchronization
import Testing

/// Following with an engine whose every answer is written down: what a real one does once in a thousand times.
struct ConvergingTests {
  @Test func `tasks that were counted while an update came are counted again`() async throws {
    // The old task is whole, and the service has turned from r1 to r2 meanwhile.
    let engine = ScriptedReader(
      services: [service(11, "r1"), service(12, "r2")], tasks: [["old"], ["old"], [], ["new"]])
    let result = try await follow(engine)
    #expect(result.isReached && result.services.first?.tasks.map(\.id) == ["new"])
  }

  @Test func `an engine whose events are not heard is looked at all the same`() async throws {
    let engine = ScriptedReader(services: [service(11, "r2")], tasks: [[], [], ["new"]], isDeaf: true)
    let result = try await follow(engine)
    #expect(result.isReached && result.deafness == .unreachable("its stream of events ended"))
  }

  @Test func `what the manager learns only after the event is not waited for until the longest pause`() async throws {
    let engine = ScriptedReader(services: [service(11, "r2")], tasks: [[], [], [], ["new"]], rings: true)
    let result = try await follow(engine, longestPause: .seconds(240))
    #expect(result.isReached && result.duration < .seconds(240))
  }

  @Test func `an engine that goes away is an error, not a failure of the head`() async throws {
    let engine = ScriptedReader(services: [service(11, "r2"), nil], tasks: [[]])
    await #expect(throws: EngineError.unreachable("gone")) { try await follow(engine) }
  }

  @Test func `a stack without services has not converged`() async throws {
    let limits = RolloutLimits(arrival: .milliseconds(50))
    let converging = Converging(engine: ScriptedReader(), stack: "s", limits: limits, longestPause: pause)
    let result = try await converging.follow(from: [])
    #expect(!result.isReached && result.services.isEmpty)
  }

  @Test func `a redeployment waits until the one before is over`() async throws {
    let moving = UpdateStatus(state: .rollbackStarted)
    let engine = ScriptedReader(services: [service(9, "r1", moving), service(10, "r1", moving), service(11, "r1")])
    let before = try await Converging(engine: engine, stack: "s", longestPause: pause).before()
    #expect(before.map(\.version) == [11])
    let limits = RolloutLimits(deadline: .milliseconds(50))
    let stuck = ScriptedReader(services: [service(9, "r1", moving)])
    await #expect(throws: EngineError.late("the end of an earlier update")) {
      try await Converging(engine: stuck, stack: "s", limits: limits, longestPause: pause).before()
    }
  }

  private let pause = Duration.milliseconds(5)

  /// Time is no matter here, and on a busy machine there is little of it.
  private func follow(_ engine: ScriptedReader, longestPause: Duration? = nil) async throws -> Convergence {
    let limits = RolloutLimits(deadline: .seconds(900), arrival: .seconds(900), settling: .seconds(900))
    return try await Converging(engine: engine, stack: "s", limits: limits, longestPause: longestPause ?? pause)
      .follow(from: [service(10, "r1")])
  }

  private func service(_ version: UInt64, _ revision: String, _ status: UpdateStatus? = nil) -> ServiceState {
    ServiceState(
      id: "id", name: "s_app", version: version, labels: ["revision": revision], previousLabels: ["revision": "r1"],
      image: "v", replicas: 1, policy: UpdatePolicy(monitor: .zero), status: status)
  }
}

/// Each question goes on to the next answer; the last one stays. A service that is nil is an engine that has gone away.
private final class ScriptedReader: SwarmReader {
  private let answers: Mutex<(services: [ServiceState?], tasks: [[String]])>
  private let isDeaf: Bool
  /// One event is heard, at the beginning.
  private let rings: Bool
  private let hasTurnedAway = Atomic(false)

  init(services: [ServiceState?] = [], tasks: [[String]] = [], isDeaf: Bool = false, rings: Bool = false) {
    answers = Mutex((services, tasks))
    self.rings = rings
    self.isDeaf = isDeaf
  }

  func services(of stack: String) async throws -> [ServiceState] {
    let answer = answers.withLock { $0.services.count > 1 ? $0.services.removeFirst() : $0.services.first }
    guard let answer else { return [] }
    guard let service = answer else { throw EngineError.unreachable("gone") }
    return [service]
  }

  func tasks(of service: ServiceState) async throws -> [TaskState] {
    let answer = answers.withLock { answers in
      // Nothing is said before the deaf one has turned away.
      if isDeaf, !hasTurnedAway.load(ordering: .acquiring) { return [String]() }
      return answers.tasks.count > 1 ? answers.tasks.removeFirst() : answers.tasks.first ?? []
    }
    return answer.map {
      TaskState(id: $0, slot: 1, image: "v", isUpToDate: true, desired: "running", state: "running")
    }
  }

  func watch(_ stack: String, wake: @escaping @Sendable () -> Void) async throws {
    hasTurnedAway.store(true, ordering: .releasing)
    guard !isDeaf else { throw EngineError.unreachable("its stream of events ended") }
    if rings { wake() }
    try await Task.sleep(for: .seconds(60))
  }
}
