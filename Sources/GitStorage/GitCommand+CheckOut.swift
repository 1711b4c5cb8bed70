import HostEffects
import GitObjects
import WorkflowModel

extension GitCommand {
  /// Checks out a branch of the remote in a clone that has nothing checked out yet, and lets it track the remote's.
  package func checkOut(branch: String, tracking remote: String) async throws(GitError) {
    try await run(["checkout", "--quiet", "-B", branch, "--track", "\(remote)/\(branch)"])
  }
}
