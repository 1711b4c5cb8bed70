import HostEffects
import GitObjects
import WorkflowModel

/// The user's own `git`, for the network and for the work tree: with their credentials, hooks and settings, except for
/// those that a call depends on, which it passes itself.
package struct GitCommand: Sendable {
  /// Where git runs; nil for calls that make a repository.
  package let directory: String?
  private let environment: [String: String]
  /// How long a call may take; nil for as long as it takes.
  private let limit: Duration?

  package init(directory: String?, environment: [String: String], limit: Duration? = nil) {
    self.directory = directory
    self.limit = limit
    var environment = environment
    environment["LC_ALL"] = "C"
    environment["GIT_TERMINAL_PROMPT"] = "0"
    // A hook's variables name another repository than the directory does.
    for name in Self.repositoryVariables { environment[name] = nil }
    self.environment = environment
  }

  /// As `git rev-parse --local-env-vars` lists them, but for those that carry settings.
  private static let repositoryVariables = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_DIR", "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_QUARANTINE_PATH", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
  ]

  /// What no call of ours may set off: housekeeping in the background holds locks after the command has ended.
  private static let quiet = [
    "gc.auto=0", "maintenance.auto=false", "core.quotePath=false", "color.ui=false", "advice.detachedHead=false",
  ]

  /// The same git elsewhere.
  func inside(_ directory: String) -> GitCommand {
    GitCommand(directory: directory, environment: environment, limit: limit)
  }

  /// Runs git and returns what became of it, whatever its status.
  func attempt(
    _ arguments: [String], settings: [String] = [], variables: [String: String] = [:]
  ) async throws(GitError) -> ToolOutcome {
    let options = (Self.quiet + settings).flatMap { ["-c", $0] }
    do {
      return try await runTool(
        ToolRequest(
          executable: "git", arguments: options + arguments,
          environment: environment.merging(variables) { _, new in new }, directory: directory, limit: limit))
    } catch {
      throw .tool(error)
    }
  }

  /// Runs git and returns its standard output. Throws ``GitError/failed(command:status:text:)`` unless it exits 0.
  @discardableResult
  func run(
    _ arguments: [String], settings: [String] = [], variables: [String: String] = [:]
  ) async throws(GitError) -> [UInt8] {
    let outcome = try await attempt(arguments, settings: settings, variables: variables)
    guard outcome.status == .exited(0) else { throw failure(of: arguments, outcome) }
    return outcome.stdout
  }

  func failure(of arguments: [String], _ outcome: ToolOutcome) -> GitError {
    .failed(command: arguments.first ?? "", status: outcome.status, text: outcome.errorText)
  }
}

extension GitCommand {
  /// The value of a setting as this git sees it; nil if it is not set.
  package func config(_ key: String) async throws(GitError) -> String? {
    try await config(["--get", key])
  }

  /// The path that a setting names, with the home directory that `~` stands for.
  package func configuredPath(_ key: String) async throws(GitError) -> String? {
    try await config(["--type=path", "--get", key])
  }

  private func config(_ words: [String]) async throws(GitError) -> String? {
    let arguments = ["config"] + words
    let outcome = try await attempt(arguments)
    switch outcome.status {
    case .exited(0): return outcome.line
    case .exited(1): return nil
    default: throw failure(of: arguments, outcome)
    }
  }

  /// Sets a setting of this repository.
  package func setConfig(_ key: String, _ value: String) async throws(GitError) {
    try await run(["config", "--local", key, value])
  }

  /// The address of a remote, rewritten as the user's settings say; nil if there is no such remote.
  package func remoteURL(_ name: String) async throws(GitError) -> String? {
    let arguments = ["remote", "get-url", "--", name]
    let outcome = try await attempt(arguments)
    switch outcome.status {
    case .exited(0): return outcome.line
    case .exited(2): return nil
    default: throw failure(of: arguments, outcome)
    }
  }
}

extension ToolOutcome {
  /// Standard output as text, without its last line end.
  var line: String {
    let text = String(decoding: stdout, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  var errorText: String {
    var text = String(decoding: stderr, as: UTF8.self)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
