import DockerSwarm
import FoundationEssentials
import RecipeHarness
import Swarm
import WorkflowModel

/// One stack: deployed, upgraded well, upgraded to a sick head, removed.
struct Trial {
  let engine: DockerCommand
  let stack: String
  let file: String

  static let composeFile = """
    version: "3.8"
    services:
      app:
        image: 127.0.0.1:1/app:${TAG}
        init: true
        stop_grace_period: 1s
        networks: [outside]
        healthcheck: {test: ["CMD", "/bin/sh", "-c", "test -s /well"], interval: 1s, timeout: 5s, retries: 2}
        deploy:
          labels: {org.example.revision: "${TAG}"}
          update_config: {order: start-first, failure_action: rollback, monitor: 5s}
          rollback_config: {order: start-first, monitor: 1s}
    networks: {outside: {external: true, name: host}}

    """

  func run() async throws -> [Report] {
    let converging = Converging(engine: engine, stack: stack)
    try await deploy("v1")
    let base = try await converging.follow(from: [])
    guard base.isReached else { throw StudyFailure(stack: stack, end: base.services.first?.end) }
    let reports = [try await upgrade(.good, converging), try await upgrade(.sick, converging)]
    try await engine.remove(stack: stack)
    return reports
  }

  private func upgrade(_ head: Head, _ converging: Converging) async throws -> Report {
    let before = try await converging.before()
    try await deploy(head == .good ? "v2" : "sick")
    let began = Date.now
    async let second = poll(.second)
    async let fifth = poll(.fiveSeconds)
    async let early = look(after: .seconds(1))
    let convergence = try await converging.follow(from: before)
    let service = convergence.services.first
    let verdict = service?.endedAfter.map { began.addingTimeInterval($0 / .seconds(1)) }
    let polled = try await [Follower.second: second, .fiveSeconds: fifth]
    let late = try await look(after: .zero)
    // Every status was seen; the last one bears the engine's own time.
    let word = service?.statuses.last?.status.completedAt.flatMap(moment)
    var delays: [Follower: Double] = [:]
    if let word {
      delays = polled.mapValues { $0.timeIntervalSince(word) }
      delays[.events] = verdict?.timeIntervalSince(word)
    }
    var fooled: Set<Watcher> = []
    let (first, last) = (try await early, late)
    if first.runs > 0 { fooled.insert(.health) }
    if first.runs == first.wanted { fooled.insert(.count) }
    if last.runs > 0 { fooled.insert(.healthLater) }
    if last.runs == last.wanted { fooled.insert(.countLater) }
    let end: String
    switch service?.end {
    case .converged?: end = "converged"
    case .failed(let failure, _)?: end = failure.rawValue
    case nil: end = "nothing"
    }
    return Report(head: head, end: end, fooled: fooled, delays: delays)
  }

  private func deploy(_ tag: String) async throws {
    try await engine.deploy(StackDeployment(stack: stack, files: [file], variables: ["TAG": tag], directory: "/"))
  }

  /// When a loop of that period sees that the update is over. It starts anywhere in its first period.
  private func poll(_ follower: Follower) async throws -> Date {
    guard let period = follower.period else { return .now }
    try await Task.sleep(for: period * Double.random(in: 0..<1))
    while true {
      switch try await engine.services(of: stack).first?.status?.state {
      case .completed?, .paused?, .rollbackCompleted?, .rollbackPaused?: return .now
      default: try await Task.sleep(for: period)
      }
    }
  }

  /// How many tasks run, of whatever specification, and how many should.
  private func look(after time: Duration) async throws -> (runs: Int, wanted: Int) {
    try await Task.sleep(for: time)
    guard let service = try await engine.services(of: stack).first else { return (0, 1) }
    let tasks = try await engine.tasks(of: service)
    return (tasks.count { $0.desired == "running" && $0.state == "running" }, service.replicas ?? 1)
  }

  /// `2026-11-25T06:03:55.858340057Z`
  private func moment(_ text: String) -> Date? {
    let parts = text.dropLast().split(separator: ".")
    guard let whole = parts.first, let seconds = Timestamp("\(whole)Z")?.seconds else { return nil }
    let fraction = parts.count == 2 ? Double("0.\(parts[1])") ?? 0 : 0
    return Date(timeIntervalSince1970: Double(seconds) + fraction)
  }
}

struct StudyFailure: Error {
  let stack: String
  let end: RolloutEnd?
}
