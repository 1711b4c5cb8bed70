import Coordination
import GitObjects
import GitStorage
import WorkflowModel

extension GitBook {
  package func surroundings(remote: String) async throws -> CloneSurroundings {
    guard let url = try await asking({ try await git.remoteURL(remote) }) else {
      throw CoordinationError.damaged(
        "this repository has no remote \(InertText.line(remote))", mend: "git remote add \(remote) URL")
    }
    let heads = try await asking { try await git.lsRemote(remote, patterns: ["refs/heads/*"]) }
    let last = url.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map { String($0) } ?? "workspace"
    return CloneSurroundings(
      name: last.hasSuffix(".git") ? String(last.dropLast(4)) : last,
      checkedOut: try storing { try repository.symbolicHead() },
      remoteBranches: heads.keys.sorted().map { String($0.dropFirst("refs/heads/".count)) })
  }
}
