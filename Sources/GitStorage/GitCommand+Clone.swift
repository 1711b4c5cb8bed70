import FoundationEssentials
import HostEffects
import GitObjects
import WorkflowModel

extension GitCommand {
  /// Clones a repository into a directory that does not exist or is empty, and returns the git of the clone.
  ///
  /// Throws ``GitError/remoteUnreachable(remote:text:)``; ``GitError/remoteLacks(remote:names:)`` if the branch is not
  /// there; and ``GitError/failed(command:status:text:)`` for trouble on this side.
  @discardableResult
  package func clone(
    url: String, directory: String, branch: String? = nil, checkout: Bool = true
  ) async throws(GitError) -> GitCommand {
    var options = checkout ? [] : ["--no-checkout"]
    if let branch { options += ["--branch", branch] }
    return try await clone(url: url, directory: directory, branch: branch, options: options)
  }

  /// Clones a whole repository, checks out exactly one commit with no branch, and never writes the files that match
  /// `leavingOut`. The clone owes nothing to the machine: no hooks, no templates, no shared objects.
  ///
  /// Patterns are those of `.gitignore`, from the root. Throws as ``clone(url:directory:branch:checkout:)`` does;
  /// ``GitError/remoteLacks(remote:names:)`` if the commit is nowhere in the remote's branches and tags.
  @discardableResult
  package func coldClone(
    url: String, subject: ObjectID, directory: String, leavingOut patterns: [String]
  ) async throws(GitError) -> GitCommand {
    let options = ["--no-checkout", "--no-local", "--template=", "--no-recurse-submodules", "--no-single-branch"]
    let clone = try await clone(url: url, directory: directory, branch: nil, options: options)
    let presence = try await clone.attempt(["cat-file", "-e", "\(subject)^{commit}"])
    guard presence.status == .exited(0) else {
      throw .remoteLacks(remote: url, names: [subject.description])
    }
    try await clone.setConfig("core.hooksPath", "/dev/null")
    try await clone.leaveOut(patterns)
    try await clone.run(["checkout", "--quiet", "--detach", "--no-recurse-submodules", subject.description])
    return clone
  }

  /// Takes the files that match these patterns out of the work tree, and keeps git from writing them later. They stay
  /// in the history and in the index. Patterns are those of `.gitignore`, from the root.
  ///
  /// The settings go into the repository's one configuration file: `git sparse-checkout` would keep them per work tree,
  /// which libgit2 cannot read.
  package func leaveOut(_ patterns: [String]) async throws(GitError) {
    guard !patterns.isEmpty else { return }
    let path = try await sparseFile()
    let setting = try await attempt(["config", "--type=bool", "--get", "core.sparseCheckout"])
    let isSparse = setting.line == "true"
    let contents = isSparse ? FileManager.default.contents(atPath: path) : nil
    var lines = contents.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map { String($0) } } ?? ["/*"]
    for pattern in patterns {
      let line = "!/" + pattern.drop { $0 == "/" }
      if !lines.contains(line) { lines.append(line) }
    }
    try write(lines, to: path)
    // Non-cone: the patterns exclude files, which cones cannot.
    try await setConfig("core.sparseCheckoutCone", "false")
    try await setConfig("core.sparseCheckout", "true")
    let index = try await run(["ls-files", "--cached", "-z"], variables: ["GIT_OPTIONAL_LOCKS": "0"])
    // With HEAD twice, what is staged or changed stays as it is. Before the first checkout there is nothing to do.
    if !index.isEmpty { try await run(["read-tree", "-m", "-u", "HEAD", "HEAD"]) }
  }

  private func sparseFile() async throws(GitError) -> String {
    let outcome = try await run(["rev-parse", "--path-format=absolute", "--git-path", "info/sparse-checkout"])
    return ToolOutcome(status: .exited(0), stdout: outcome, stderr: []).line
  }

  private func write(_ lines: [String], to path: String) throws(GitError) {
    do {
      let file = URL(filePath: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file, options: .atomic)
    } catch {
      throw .unwritable(path: path, why: "\(error)")
    }
  }

  private func clone(
    url: String, directory: String, branch: String?, options: [String]
  ) async throws(GitError) -> GitCommand {
    let arguments = ["clone", "--quiet", "--origin", "origin"] + options + ["--", url, directory]
    let outcome = try await attempt(arguments, settings: ["clone.rejectShallow=true"])
    if outcome.status == .exited(0) {
      let place = directory.hasPrefix("/") ? directory : (self.directory.map { $0 + "/" } ?? "") + directory
      return inside(place)
    }
    let present: [String: ObjectID]
    do {
      present = try await lsRemote(url)
    } catch {
      switch error {
      case .remoteUnreachable: throw .remoteUnreachable(remote: url, text: outcome.errorText)
      default: throw error
      }
    }
    if let branch, present["refs/heads/\(branch)"] == nil { throw .remoteLacks(remote: url, names: [branch]) }
    throw failure(of: arguments, outcome)
  }
}
