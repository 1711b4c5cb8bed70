import HostEffects
import GitObjects
import WorkflowModel

/// What a fetch does with local copies of references that the remote no longer has, within the refspecs given.
package enum VanishedReferences: Sendable { case kept, removed }

extension GitCommand {
  /// What a remote's references stand at, by full name. Patterns are as `git ls-remote` has them; none means all.
  ///
  /// Throws ``GitError/remoteUnreachable(remote:text:)``. An empty remote is an empty answer.
  package func lsRemote(_ remote: String, patterns: [String] = []) async throws(GitError) -> [String: ObjectID] {
    let outcome = try await attempt(["ls-remote", "--quiet", "--refs", "--", remote] + patterns)
    guard outcome.status == .exited(0) else {
      throw .remoteUnreachable(remote: remote, text: outcome.errorText)
    }
    var references: [String: ObjectID] = [:]
    for line in outcome.line.split(separator: "\n") {
      let fields = line.split(separator: "\t", maxSplits: 1)
      guard fields.count == 2, let id = ObjectID(String(fields[0])) else {
        throw .unreadable(command: "ls-remote", text: String(line))
      }
      references[String(fields[1])] = id
    }
    return references
  }

  /// Fetches references, such as `+refs/heads/main:refs/assay/remote/main`, and what they reach.
  ///
  /// Throws ``GitError/remoteUnreachable(remote:text:)``; ``GitError/remoteLacks(remote:names:)`` if the remote answers
  /// but has none of that name; and ``GitError/failed(command:status:text:)`` for trouble on this side.
  package func fetch(
    _ remote: String, refspecs: [String], tags: Bool = false, vanished: VanishedReferences = .kept
  ) async throws(GitError) {
    let arguments =
      [
        "fetch", "--quiet", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules",
        vanished == .kept ? "--no-prune" : "--prune", tags ? "--tags" : "--no-tags", "--", remote,
      ] + refspecs
    for attempt in 1...3 {
      let outcome = try await self.attempt(arguments, settings: ["fetch.writeCommitGraph=false"])
      if outcome.status == .exited(0) { return }
      try await explain(outcome, fetching: refspecs, from: remote)
      // The remote answers and has what was asked for: most likely another fetch of this clone held a lock.
      if attempt == 3 { throw failure(of: arguments, outcome) }
    }
  }

  /// Asks the remote why a fetch failed, rather than reading git's sentences.
  private func explain(
    _ outcome: ToolOutcome, fetching refspecs: [String], from remote: String
  ) async throws(GitError) {
    let present: [String: ObjectID]
    do {
      present = try await lsRemote(remote)
    } catch {
      switch error {
      case .remoteUnreachable: throw .remoteUnreachable(remote: remote, text: outcome.errorText)
      default: throw error
      }
    }
    let absent = refspecs.compactMap { refspec -> String? in
      let source = String(refspec.drop { $0 == "+" }.prefix { $0 != ":" })
      guard !source.contains("*"), !source.hasPrefix("^"), !source.isEmpty else { return nil }
      if let id = ObjectID(source) { return present.values.contains(id) ? nil : source }
      let places = ["", "refs/", "refs/tags/", "refs/heads/"].map { $0 + source }
      return places.contains { present[$0] != nil } || source == "HEAD" ? nil : source
    }
    if !absent.isEmpty { throw .remoteLacks(remote: remote, names: absent) }
  }
}
