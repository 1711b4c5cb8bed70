import FoundationEssentials
import HostEffects
import Recipes
import WorkflowModel

/// A clone of the recipe's repository that belongs to one run: what is checked out there is nobody else's doing. Asked
/// through the user's own git.
package struct RecipeClone: Sendable {
  package let path: String
  private let host: Host

  /// Clones the source with all its tags. Throws ``HarnessError``.
  package static func make(from source: String, at path: String, host: Host) async throws -> RecipeClone {
    let clone = RecipeClone(path: path, host: host)
    let everything = ["--config", "remote.origin.fetch=+refs/*:refs/assay/*"]
    _ = try await clone.git(
      ["clone", "--quiet", "--no-checkout", "--no-local"] + everything + ["--", source, path], in: "/")
    return clone
  }

  /// The full id of the commit that a revision names in the source, where a branch may be called by its name alone.
  package func commit(_ revision: String) async throws -> ObjectID {
    for name in ["refs/assay/heads/\(revision)", "refs/assay/tags/\(revision)", revision] {
      let question = ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]
      let outcome = try await run(question, in: path)
      guard try Self.code(outcome, question) == 0 else { continue }
      if let id = ObjectID(Self.text(outcome)) { return id }
    }
    throw HarnessError.source("'\(InertText.line(revision))' names no commit of it")
  }

  /// All tags that name commits.
  package func tags() async throws -> [(name: String, commit: ObjectID, isAnnotated: Bool)] {
    let format = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)"
    let said = try await git(["for-each-ref", "--format=\(format)", "refs/tags"])
    return said.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\0", omittingEmptySubsequences: false)
      guard parts.count == 4 else { return nil }
      let isAnnotated = parts[1] == "tag"
      guard let commit = ObjectID(String(isAnnotated ? parts[3] : parts[2])) else { return nil }
      return (String(parts[0]), commit, isAnnotated)
    }
  }

  package func isAncestor(_ older: ObjectID, of newer: ObjectID) async throws -> Bool {
    try await status(["merge-base", "--is-ancestor", "\(older)", "\(newer)"]) == 0
  }

  /// Puts the commit's files in place, whatever stood there; untracked files stay.
  package func checkOut(_ commit: ObjectID) async throws {
    _ = try await git(["-c", "advice.detachedHead=false", "checkout", "--quiet", "--force", "--detach", "\(commit)"])
  }

  /// Whether anything differs from what is checked out, untracked files included.
  package func isDirty() async throws -> Bool {
    try await !git(["status", "--porcelain", "--untracked-files=all"]).isEmpty
  }

  /// The bytes of a checked out file; nil when there is none.
  package func file(_ name: String) -> [UInt8]? {
    guard let files = WorkspaceFiles(root: path), case .file(let resolved) = files.look(name) else { return nil }
    return files.bytes(resolved: resolved, limit: 1 << 20)
  }

  // MARK: git

  private func git(_ arguments: [String], in directory: String? = nil) async throws -> String {
    let outcome = try await run(arguments, in: directory ?? path)
    guard outcome.status == .exited(0) else {
      let words = InertText.line(String(decoding: outcome.stderr.prefix(2000), as: UTF8.self))
      throw HarnessError.source("git \(arguments.first { !$0.hasPrefix("-") } ?? ""): \(words)")
    }
    return Self.text(outcome)
  }

  private static func text(_ outcome: ToolOutcome) -> String {
    let text = String(decoding: outcome.stdout, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  private func status(_ arguments: [String]) async throws -> Int {
    try Self.code(try await run(arguments, in: path), arguments)
  }

  /// Yes or no, 0 or 1; what else git exits with is neither.
  private static func code(_ outcome: ToolOutcome, _ arguments: [String]) throws -> Int {
    switch outcome.status {
    case .exited(let code) where code < 2: return code
    default: throw HarnessError.source("git \(arguments.first ?? "") failed")
    }
  }

  /// Whoever shuts git off from a configuration, as a collection does, has it shut off here too.
  private static let closing: Set<String> = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"]

  private func run(_ arguments: [String], in directory: String) async throws -> ToolOutcome {
    var environment = host.environment.filter { !$0.key.hasPrefix("GIT_") || Self.closing.contains($0.key) }
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    do {
      return try await runTool(
        ToolRequest(executable: "git", arguments: arguments, environment: environment, directory: directory))
    } catch {
      throw HarnessError.source("\(error)")
    }
  }
}
