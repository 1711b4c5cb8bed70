import HostEffects
import GitObjects
import WorkflowModel

/// What became of the checked-out branch.
package enum FollowOutcome: Equatable, Sendable {
  case followed
  /// Nothing was touched, and this is why.
  case leftAlone(reason: String)
}

extension GitCommand {
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

  /// Moves the branch that is checked out, and its work tree, forward to a commit. Whoever asks has seen that it is the right
  /// branch, and clean; of what was changed since then, and where the branch is not behind the commit, git touches nothing.
  package func fastForward(to commit: ObjectID) async throws(GitError) -> FollowOutcome {
    let outcome = try await attempt(
      ["merge", "--quiet", "--ff-only", "--no-autostash", "--no-verify-signatures", commit.description])
    guard outcome.status == .exited(0) else {
      return .leftAlone(reason: InertText.line(outcome.errorText))
    }
    return .followed
  }
}
