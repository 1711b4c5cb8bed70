import Coordination
import GitObjects
import GitStorage
import Ledgers
import Replay
import WorkflowModel
import WorkflowRules

/// How the answers to the rules' questions are found. What only a command can know, it finds out itself; what history
/// holds is found the same way for a command and for the fold, so that both come to the same answer.
extension GitBook {
  package func facts(
    for content: RecordContent, in state: WorkflowState, on tip: ObjectID?
  ) async throws -> Facts {
    var facts = try storing {
      try history.facts(for: content, in: state, parent: tip) { try history.evidence($0, asked: $1) }
    }
    if let subject = content.act.subject { facts.subject = try presence(of: subject, before: tip) }
    if case .claim = content.act { facts.workingTree = try await workingTree() }
    return facts
  }

  package func drift(of phase: PhaseState, at tip: ObjectID?) throws -> [GateID: Drift] {
    let head = try phase.phase.branch.map { try remoteHead(of: $0) } ?? tip
    return try storing { try history.drift(of: phase, head: head, coordination: tip) }
  }

  /// Whether a branch or tag of the remote, as fetched, holds the commit. What the record is to follow is either there or
  /// goes with it in one push.
  private func presence(of commit: ObjectID, before tip: ObjectID?) throws -> ObjectPresence {
    let own = try ownReferences
    return try storing {
      guard try repository.kind(of: commit) == .commit else { return .missing }
      if commit == tip { return .present }
      for reference in try repository.references(under: own + "/") {
        guard let head = try repository.peeled(reference.id) else { continue }
        if try repository.isAncestor(commit, of: head) { return .present }
      }
      return .missing
    }
  }
}
