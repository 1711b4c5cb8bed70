import HostEffects
import GitObjects
import WorkflowModel

/// What became of the checked-out branch.
package enum FollowOutcome: Equatable, Sendable {
  case followed
  /// Nothing was touched, and this is why.
  case leftAlone(reason: String)
}

/// What is known of a branch in its work tree: nothing, or that it was seen checked out and clean just now.
package enum CheckoutState: Sendable { case unknown, clean }

extension GitCommand {
  private func whyNotCheckedOut(_ branch: String) async throws(GitError) -> String? {
    let head = try await attempt(["symbolic-ref", "--quiet", "HEAD"])
    guard head.status == .exited(0), head.line == "refs/heads/\(branch)" else { return "\(branch) is not checked out" }
    let bare = try await run(["rev-parse", "--is-bare-repository"])
    return String(decoding: bare, as: UTF8.self) == "false\n" ? nil : "the repository has no work tree"
  }

  /// The paths whose state differs from the last commit, both paths of a rename, untracked files included, in git's
  /// order; empty if the work tree is clean.
  package func statusPaths() async throws(GitError) -> [String] {
    let output = try await run(
      ["status", "--porcelain=v2", "-z", "--untracked-files=all"], settings: ["status.renames=true"],
      variables: ["GIT_OPTIONAL_LOCKS": "0"])
    var fields = output.split(separator: 0)[...]
    var paths: [String] = []
    while let field = fields.popFirst() {
      // Columns before the path, by the kind of entry.
      let columns: Int
      switch field.first {
      case UInt8(ascii: "1"): columns = 8
      case UInt8(ascii: "2"): columns = 9
      case UInt8(ascii: "u"): columns = 10
      case UInt8(ascii: "?"): columns = 1
      default: continue
      }
      let parts = field.split(separator: 0x20, maxSplits: columns, omittingEmptySubsequences: false)
      guard parts.count == columns + 1, let path = parts.last else {
        throw .unreadable(command: "status", text: String(decoding: field, as: UTF8.self))
      }
      paths.append(String(decoding: path, as: UTF8.self))
      if columns == 9, let origin = fields.popFirst() { paths.append(String(decoding: origin, as: UTF8.self)) }
    }
    return paths
  }

  /// Moves a branch and its work tree forward to a commit, if the branch is checked out, clean, and behind the commit.
  /// In every other case nothing is touched. Whoever has seen that it is checked out and clean need not have it asked; of
  /// what was changed since then, git touches nothing.
  package func fastForward(
    branch: String, to commit: ObjectID, _ checkout: CheckoutState = .unknown
  ) async throws(GitError) -> FollowOutcome {
    if checkout == .unknown {
      if let why = try await whyNotCheckedOut(branch) { return .leftAlone(reason: why) }
      if let first = try await statusPaths().first {
        return .leftAlone(reason: "the work tree is not clean: \(InertText.line(first))")
      }
    }
    let outcome = try await attempt(
      ["merge", "--quiet", "--ff-only", "--no-autostash", "--no-verify-signatures", commit.description])
    guard outcome.status == .exited(0) else {
      return .leftAlone(reason: InertText.line(outcome.errorText))
    }
    return .followed
  }
}
