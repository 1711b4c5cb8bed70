import Coordination
import GitObjects
import GitStorage
import Ledgers
import Signatures
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func compose(
    _ candidate: Candidate, in state: WorkflowState, on tip: ObjectID?, signer: (any RecordSigner)?
  ) async throws -> ObjectID {
    guard let policy = try policy(for: candidate, in: state) else {
      throw CoordinationError.refused([.r7(.notFounded)])
    }
    let rendering = Rendering(candidate.content, at: candidate.time, under: policy)
    let base = try tip.map { tip in try storing { try repository.commitHeader(tip).tree } }
    var changes: [(path: String, change: GitStorage.TreeChange)] = []
    for (path, id) in rendering.files { changes.append((path, .put(id, .file))) }
    for append in rendering.appends {
      let path = "\(policy.ledgers)/\(append.file.name)"
      let old = try tip.flatMap { try file(at: path, of: $0) }
      do {
        changes.append((path, .put(try store(try LedgerSections.appending(append, to: old)), .file)))
      } catch let damage as LedgerDamage {
        throw CoordinationError.refused([.r3(.damaged(damage))])
      }
    }
    if let evidence = rendering.evidence {
      let number = try nextNumber(of: "\(policy.ledgers)/\(evidence.directory)", at: tip)
      changes.append(("\(policy.ledgers)/\(evidence.directory)-\(number)", .put(evidence.tree, .directory)))
    }
    let tree = try storing { try repository.updatedTree(base: base, changes: changes) }
    let buffer = Repository.commitBuffer(
      tree: tree, parents: tip.map { [$0] } ?? [], author: candidate.author, committer: candidate.author,
      time: candidate.time, message: RecordMessage.text(of: candidate.content))
    let signature: String?
    do {
      signature = try await signer?.sign(buffer)
    } catch {
      throw CoordinationError.usage(
        "the record could not be signed: \(error)", mend: "nothing was written; try again")
    }
    return try storing { try repository.writeCommit(buffer: buffer, signature: signature) }
  }

  private func policy(for candidate: Candidate, in state: WorkflowState) throws -> Policy? {
    if let policy = state.policy { return policy }
    if case .read(let policy) = candidate.facts.policy { return policy }
    return nil
  }

  private func nextNumber(of directory: String, at tip: ObjectID?) throws -> Int {
    guard let tip, let slash = directory.lastIndex(of: "/"),
      let parent = try entry(at: String(directory[..<slash]), of: tip)
    else { return 1 }
    let prefix = String(directory[directory.index(after: slash)...]) + "-"
    let names = try storing { try repository.tree(parent.id).map(\.name) }
    return (names.compactMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil }.max() ?? 0) + 1
  }
}
