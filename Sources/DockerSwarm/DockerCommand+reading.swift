import HostEffects
import RecipeHarness
import Swarm

extension DockerCommand {
  package func services(of stack: String) async throws -> [ServiceState] {
    // A service may be removed between the list and the look at it: then the list is asked again.
    let list = ["service", "ls", "--quiet", "--filter", "label=\(Self.namespace)=\(stack)"]
    let answers: [ServiceAnswer] = try await inspect(["service", "inspect"]) { try await lines(list) }
    return answers.map(\.state).sorted { $0.name < $1.name }
  }

  package func again(_ services: [ServiceState], of stack: String) async throws -> [ServiceState] {
    let command = ["service", "inspect"]
    let outcome = try await outcome(command + ["--"] + services.map(\.id))
    // One that has gone makes the command fail; which one, the list tells.
    guard outcome.status == .exited(0) else { return try await self.services(of: stack) }
    return try Self.decode([ServiceAnswer].self, outcome.stdout, command).map(\.state).sorted { $0.name < $1.name }
  }

  package func tasks(of service: ServiceState) async throws -> [TaskState] {
    try await tasks(of: [service])[service.name] ?? []
  }

  package func tasks(of services: [ServiceState]) async throws -> [String: [TaskState]] {
    guard !services.isEmpty else { return [:] }
    let list = ["service", "ps", "--quiet", "--no-trunc"]
    // `_up-to-date` is what docker's own progress display asks: swarmkit compares the specifications (IsTaskDirty).
    async let current = ids(list + ["--filter", "_up-to-date=true"], of: services)
    let answers: [TaskAnswer] = try await inspect(["inspect", "--type", "task"]) { try await ids(list, of: services) }
    let upToDate = try await Set(current)
    let tasks = Dictionary(grouping: answers, by: \.serviceID).mapValues { answers in
      answers.sorted { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }
        .map { $0.state(isUpToDate: upToDate.contains($0.id)) }
    }
    return Dictionary(services.map { ($0.name, tasks[$0.id] ?? []) }) { first, _ in first }
  }

  package func version() async throws -> String {
    try await lines(["version", "--format", "{{.Server.Version}}"]).first ?? ""
  }

  /// The tasks that a listing names; none of a service that is gone.
  private func ids(_ list: [String], of services: [ServiceState]) async throws -> [String] {
    let outcome = try await outcome(list + ["--"] + services.map(\.id))
    if outcome.status == .exited(0) {
      return outcome.stdout.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
    let there = try await lines(["service", "ls", "--quiet"] + services.flatMap { ["--filter", "id=\($0.id)"] })
    let remaining = services.filter { service in there.contains { service.id.hasPrefix($0) } }
    guard remaining.count < services.count else { throw try await failure(list, outcome) }
    return remaining.isEmpty ? [] : try await ids(list, of: remaining)
  }

  /// Reads what a listing names. What has gone when it is looked at makes `docker` fail; then it is listed anew, and
  /// only what is still in the list makes it an error.
  private func inspect<Answer: Decodable>(
    _ command: [String], _ list: () async throws -> [String]
  ) async throws -> [Answer] {
    var listed = try await list()
    for _ in 0..<5 {
      guard !listed.isEmpty else { return [] }
      let outcome = try await outcome(command + ["--"] + listed)
      if outcome.status == .exited(0) { return try Self.decode([Answer].self, outcome.stdout, command) }
      let remaining = try await list()
      guard remaining != listed else { throw try await failure(command, outcome) }
      listed = remaining
    }
    throw EngineError.unreadable(Self.words(command), why: "what was asked for went away again and again")
  }
}
