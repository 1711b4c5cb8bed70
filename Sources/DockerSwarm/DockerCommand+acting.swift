import HostEffects
import RecipeHarness

extension DockerCommand {
  package func deploy(_ deployment: StackDeployment) async throws {
    func arguments(_ options: [String]) -> [String] {
      ["stack", "deploy"] + options + deployment.files.flatMap { ["--compose-file", $0] } + ["--", deployment.stack]
    }
    // Newer commands announce that they will wait one day. Older ones do not know the option: they exit as for any wrong
    // usage, before they have done anything, and say so when asked.
    let detached = arguments(["--detach=true"])
    let outcome = try await handing(deployment, detached, deadline: .seconds(120))
    if outcome.status == .exited(0) { return }
    guard outcome.status == .exited(125), try await !knowsDetaching() else {
      throw try await failure(detached, outcome)
    }
    let plain = arguments([])
    let second = try await handing(deployment, plain, deadline: .seconds(120))
    guard second.status == .exited(0) else { throw try await failure(plain, second) }
  }

  private func knowsDetaching() async throws -> Bool {
    String(decoding: try await answer(["stack", "deploy", "--help"]), as: UTF8.self).contains("--detach")
  }

  package func images(of deployment: StackDeployment) async throws -> [String] {
    let command = ["stack", "config"] + deployment.files.flatMap { ["--compose-file", $0] }
    let outcome = try await handing(deployment, command)
    guard outcome.status == .exited(0) else { throw try await failure(command, outcome) }
    return StackImages.read(String(decoding: outcome.stdout, as: UTF8.self))
  }

  package func provide(images: [String]) async throws -> [String] {
    guard try await !has(images) else { return [] }
    var missing: [String] = []
    for image in images where try await !has([image]) {
      let pull = try await outcome(["pull", "--quiet", "--", image], deadline: .seconds(600))
      if pull.status == .exited(0) { continue }
      let error = try await failure(["pull"], pull)
      guard case .refused = error else { throw error }
      missing.append(image)
    }
    return missing
  }

  private func has(_ images: [String]) async throws -> Bool {
    try await outcome(["image", "inspect", "--format", "{{.ID}}", "--"] + images).status == .exited(0)
  }

  package func remove(service: String) async throws {
    try await answer(["service", "rm", "--", service])
  }

  package func remove(volumes: [String]) async throws {
    guard !volumes.isEmpty else { return }
    try await answer(["volume", "rm", "--"] + volumes)
  }

  package func execute(
    _ arguments: [String], in container: String, input: [UInt8], deadline: Duration
  ) async throws -> ExecutionOutcome {
    let command = ["exec", "--interactive", "--", container]
    let outcome = try await outcome(command + arguments, input: input, deadline: deadline)
    guard case .exited(let exit) = outcome.status else { throw try await failure(["exec"], outcome) }
    // `docker` exits as the program did, and with 1 as well when there was no program to run.
    if exit != 0 {
      let container = ["container", "inspect", "--format", "{{.State.Running}}", "--", container]
      let running = try await self.outcome(container)
      guard running.status == .exited(0), running.stdout.starts(with: "true".utf8) else {
        throw try await failure(["exec"], outcome)
      }
    }
    return ExecutionOutcome(exit: exit, stdout: outcome.stdout, stderr: outcome.stderr)
  }

  package func log(of service: String, lines: Int) async throws -> [UInt8] {
    let command = ["service", "logs", "--raw", "--timestamps", "--tail", "\(lines)"]
    let outcome = try await outcome(command + ["--", service])
    guard outcome.status == .exited(0) else { throw try await failure(command, outcome) }
    // Two streams; the engine's times, all of one length, put their lines in order again.
    let mixed = (outcome.stdout + outcome.stderr).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    return Array(mixed.sorted { $0.prefix(30).lexicographicallyPrecedes($1.prefix(30)) }.joined(separator: [0x0A]))
  }

  /// Runs a command that reads the stack's files. Their variables come from outside, and `docker` can be given them only
  /// in its environment: one that would steer the command itself is refused.
  private func handing(
    _ deployment: StackDeployment, _ command: [String], deadline: Duration = patience
  ) async throws -> ToolOutcome {
    if let steering = deployment.variables.keys.filter(Self.steers).min() {
      throw EngineError.refused(
        Self.words(command), why: "the stack's variable \(steering) would steer the docker command itself; rename it")
    }
    return try await outcome(
      command, variables: deployment.variables, directory: deployment.directory, deadline: deadline)
  }
}

/// The images in the canonical form of a stack that `docker stack config` prints: one key a line, two spaces a level.
enum StackImages {
  static func read(_ text: String) -> [String] {
    var isInServices = false
    var images: Set<String> = []
    for line in text.split(separator: "\n") {
      if !line.hasPrefix(" ") { isInServices = line == "services:" }
      guard isInServices, line.hasPrefix("    image: ") else { continue }
      images.insert(String(line.dropFirst(11)).replacing("\"", with: ""))
    }
    return images.sorted()
  }
}
