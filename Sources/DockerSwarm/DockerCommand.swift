import HostEffects
import RecipeHarness
import WorkflowModel

/// A Swarm spoken to with the user's own `docker` command, so that contexts, TLS and remote engines work as they are
/// set up.
package struct DockerCommand: Sendable {
  let host: Host

  package init(host: Host) { self.host = host }

  /// How long an answer may take that the engine has at hand.
  static let patience = Duration.seconds(30)
  /// The label by which `docker stack` finds what is its own.
  static let namespace = "com.docker.stack.namespace"
}

extension DockerCommand {
  /// Runs `docker` to its end. Throws ``EngineError`` when it cannot be run, writes too much, or takes too long; how it
  /// exited is for the caller to judge.
  func outcome(
    _ arguments: [String], variables: [String: String] = [:], directory: String? = nil, input: [UInt8] = [],
    redirected: Redirection? = nil, deadline: Duration = patience
  ) async throws -> ToolOutcome {
    let request = ToolRequest(
      executable: redirected == nil ? "docker" : "/bin/sh", arguments: redirected?.arguments(arguments) ?? arguments,
      environment: environment.merging(variables) { own, _ in own },
      directory: directory, input: input, outputLimit: 16 << 20, limit: deadline)
    do {
      return try await runTool(request)
    } catch {
      try Task.checkCancellation()
      throw EngineError(error, arguments)
    }
  }

  /// The standard output of a `docker` that has to succeed.
  @discardableResult
  func answer(_ arguments: [String]) async throws -> [UInt8] {
    let outcome = try await outcome(arguments)
    guard outcome.status == .exited(0) else { throw try await failure(arguments, outcome) }
    return outcome.stdout
  }

  /// The lines of an answer that are not empty.
  func lines(_ arguments: [String]) async throws -> [String] {
    try await answer(arguments).split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Why a command failed, told apart by asking the engine and not by its sentences.
  func failure(_ arguments: [String], _ outcome: ToolOutcome) async throws -> EngineError {
    let version = try await self.outcome(["version", "--format", "{{.Server.Version}}"])
    guard version.status == .exited(0) else { return .unreachable(Self.words(version.stderr)) }
    let manager = try await self.outcome(["info", "--format", "{{.Swarm.ControlAvailable}}"])
    if manager.status == .exited(0), manager.stdout.starts(with: "false".utf8) {
      return .noSwarm(Self.words(outcome.stderr))
    }
    let why = Self.words(outcome.stderr)
    return .refused(Self.words(arguments), why: why.isEmpty ? "\(outcome.status)" : why)
  }
}

extension DockerCommand {
  /// What `docker` and the `ssh` that it may start are handed, and nothing else.
  var environment: [String: String] {
    host.environment.filter { Self.steers($0.key) && !Self.loads($0.key) }
      .merging(["LC_ALL": "C", "DOCKER_CLI_HINTS": "false"]) { _, own in own }
  }

  /// Whether a variable tells `docker` which engine to speak to, and as whom.
  static func steers(_ name: String) -> Bool {
    name.hasPrefix("DOCKER_") || steering.contains(name) || loads(name)
  }

  /// Whether a variable makes a program run what it was not asked to run.
  private static func loads(_ name: String) -> Bool {
    name.hasPrefix("LD_") || ["GLIBC_TUNABLES", "GODEBUG", "GOTRACEBACK", "SSH_ASKPASS"].contains(name)
  }

  private static let steering: Set<String> = [
    "HOME", "PATH", "USER", "LOGNAME", "TMPDIR", "LC_ALL", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy",
    "no_proxy", "all_proxy",
  ]

  /// The command's verb, for a message: at most three words, and no value of an option.
  static func words(_ arguments: [String]) -> String {
    (["docker"] + arguments.prefix(3).prefix { !$0.hasPrefix("-") }).joined(separator: " ")
  }

  /// The engine's words as one inert line of bounded length.
  static func words(_ bytes: [UInt8]) -> String {
    InertText.line(String(decoding: bytes.prefix(4096), as: UTF8.self))
  }
}

extension EngineError {
  init(_ error: ToolError, _ arguments: [String]) {
    switch error {
    case .notFound, .couldNotStart: self = .noCommand(error.description)
    case .tooMuchOutput: self = .unreadable(DockerCommand.words(arguments), why: error.description)
    case .tookTooLong: self = .late(DockerCommand.words(arguments))
    }
  }
}
