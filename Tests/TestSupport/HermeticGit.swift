import FoundationEssentials
import HostEffects

/// git as it is on no one's machine: no configuration but ours, one identity, one moment.
package struct HermeticGit: Sendable {
  /// The environment for this git, and for tools under test that start it.
  package var environment: [String: String]

  /// `home` should be empty; without one, a directory that does not exist is named.
  package init(home: String = "/nonexistent") {
    environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": home,
      "LC_ALL": "C",
      "TZ": "UTC",
      "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": "Ada",
      "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_AUTHOR_DATE": "1781199360 +0000",
      "GIT_COMMITTER_NAME": "Ada",
      "GIT_COMMITTER_EMAIL": "ada@example.org",
      "GIT_COMMITTER_DATE": "1781199360 +0000",
    ]
    let settings = [
      ("init.defaultBranch", "main"), ("gc.auto", "0"), ("maintenance.auto", "false"),
      ("advice.detachedHead", "false"), ("core.fsync", "none"),
    ]
    environment["GIT_CONFIG_COUNT"] = String(settings.count)
    for (index, (key, value)) in settings.enumerated() {
      environment["GIT_CONFIG_KEY_\(index)"] = key
      environment["GIT_CONFIG_VALUE_\(index)"] = value
    }
  }

  /// The same git at another moment, for commits whose times must differ.
  package func at(seconds: Int) -> HermeticGit {
    var other = self
    other.environment["GIT_AUTHOR_DATE"] = "\(seconds) +0000"
    other.environment["GIT_COMMITTER_DATE"] = "\(seconds) +0000"
    return other
  }

  /// Runs `git` and returns its standard output without the last line end. Throws ``GitFailure`` unless it exits 0.
  @discardableResult
  package func run(_ arguments: String..., in directory: String, input: String = "") async throws -> String {
    try await run(arguments, in: directory, input: input)
  }

  /// As the other ``run``, for arguments that were put together beforehand.
  @discardableResult
  package func run(_ arguments: [String], in directory: String, input: String = "") async throws -> String {
    let outcome = try await runTool(
      ToolRequest(
        executable: "git", arguments: arguments, environment: environment, directory: directory,
        input: Array(input.utf8)))
    guard outcome.status == .exited(0) else {
      throw GitFailure(
        command: arguments, status: outcome.status, stderr: String(decoding: outcome.stderr, as: UTF8.self))
    }
    let text = String(decoding: outcome.stdout, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

/// A git command of a test that did not exit 0.
package struct GitFailure: Error, CustomStringConvertible {
  package let command: [String]
  package let status: ToolStatus
  package let stderr: String

  package var description: String { "git \(command.joined(separator: " ")): \(status)\n\(stderr)" }
}
