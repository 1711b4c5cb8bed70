import HostEffects
import GitObjects
import WorkflowModel

/// What became of a push of one branch.
package enum PushOutcome: Equatable, Sendable {
  /// The remote's branch stands at the commit.
  case accepted
  /// The remote's branch stood at the commit already: another process has pushed the very same bytes.
  case alreadyThere
  /// The remote, or git on its behalf, refused this reference. `summary` is git's word in brackets with the reason
  /// after it; `serverText` is what the remote's hooks said, line by line.
  case rejected(summary: String, serverText: String)
  /// git stopped before it asked the remote to change anything: a hook of the user's, say.
  case stopped(text: String)
  /// No answer. The push may or may not have arrived: fetch before trying again.
  case unreachable(text: String)
}

/// What is known of a commit that is to be pushed, and of the one that is expected on the remote.
package enum PushDirection: Sendable { case unknown, forward }

extension GitCommand {
  /// Pushes a commit to a branch of the remote, if the branch stands where the caller expects; nil means that it does
  /// not exist. The user's and the remote's hooks run. The branch only moves forward.
  package func push(
    _ remote: String, commit: ObjectID, branch: String, expecting: ObjectID?, _ direction: PushDirection = .unknown
  ) async throws(GitError) -> PushOutcome {
    if direction == .unknown, let expecting, try await !isForward(from: expecting, to: commit) {
      return .rejected(summary: "[rejected] (not a fast-forward)", serverText: "")
    }
    let reference = "refs/heads/\(branch)"
    let outcome = try await attempt(
      [
        "push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no",
        "--force-with-lease=\(reference):\(expecting?.description ?? "")", "--", remote, "\(commit):\(reference)",
      ],
      // A record is a few objects: to begin a thread for each core takes longer than to pack them.
      settings: ["pack.threads=1"])
    guard let line = PushLine(in: outcome.line, for: reference) else {
      if outcome.status == .exited(0) { throw .unreadable(command: "push", text: outcome.line) }
      return try await silence(outcome, remote: remote)
    }
    if outcome.status == .exited(0), line.flag != "!" { return line.flag == "=" ? .alreadyThere : .accepted }
    // The connection broke after the commit was sent: nobody knows what the remote did with it.
    if line.word == "[remote failure]" { return .unreachable(text: outcome.errorText) }
    if line.flag == "!" { return .rejected(summary: line.summary, serverText: outcome.remoteText) }
    return .unreachable(text: outcome.errorText)
  }

  /// Makes a reference of the remote's that is no branch point at an object of this clone, wherever it pointed before;
  /// nil removes it. Returns what the remote has against it; nil when it did as it was asked.
  package func set(_ reference: String, to object: ObjectID?, on remote: String) async throws(GitError) -> String? {
    let outcome = try await attempt([
      "push", "--porcelain", "--no-verify", "--no-follow-tags", "--", remote,
      "+\(object?.description ?? ""):\(reference)",
    ])
    if outcome.status == .exited(0) { return nil }
    guard let line = PushLine(in: outcome.line, for: reference) else {
      throw .remoteUnreachable(remote: remote, text: outcome.errorText)
    }
    return outcome.remoteText.isEmpty ? line.summary : outcome.remoteText
  }

  private func isForward(from old: ObjectID, to new: ObjectID) async throws(GitError) -> Bool {
    let arguments = ["merge-base", "--is-ancestor", old.description, new.description]
    let outcome = try await attempt(arguments, variables: ["GIT_NO_REPLACE_OBJECTS": "1"])
    switch outcome.status {
    case .exited(0): return true
    case .exited(1): return false
    default: throw failure(of: arguments, outcome)
    }
  }

  /// A failed push that says nothing about the branch: told apart by asking the remote for anything at all.
  private func silence(_ outcome: ToolOutcome, remote: String) async throws(GitError) -> PushOutcome {
    do {
      _ = try await lsRemote(remote, patterns: ["HEAD"])
    } catch {
      switch error {
      case .remoteUnreachable: return .unreachable(text: outcome.errorText)
      default: throw error
      }
    }
    return .stopped(text: outcome.errorText)
  }
}

/// A line of `git push --porcelain`: flag, `from:to`, summary, with tabs between.
private struct PushLine {
  let flag: Substring
  let summary: String

  init?(in output: String, for reference: String) {
    for line in output.split(separator: "\n") {
      let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      if fields.count == 3, fields[1].hasSuffix(":" + reference) {
        flag = fields[0]
        summary = String(fields[2])
        return
      }
    }
    return nil
  }

  /// The part in brackets.
  var word: Substring { summary.firstIndex(of: "]").map { summary[...$0] } ?? "" }
}

extension ToolOutcome {
  /// What the other side wrote to standard error, without git's mark and padding.
  var remoteText: String {
    errorText.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("remote: ") || $0 == "remote:" }.map { line in
      var text = line.dropFirst("remote: ".count)
      while text.last == " " { text.removeLast() }
      return String(text)
    }.joined(separator: "\n")
  }
}
