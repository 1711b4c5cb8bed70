import Ledgers
import WorkflowModel

/// The one function that all three doors ask: the command before it writes, the guard before it accepts, the audit
/// afterwards.
package enum Judge {
  /// In the order in which their refusals make most sense to a reader: the first rule that refuses is the answer.
  static let rules: [any Rule.Type] = [
    R7Founding.self, R1Permission.self, D2FinalDone.self, C1DeclaredGate.self, R6BasePolicy.self,
    V7BoundedRounds.self, C5OneOpenClaim.self, C6BoundClaim.self, C2MetNeeds.self, C3PushedSubject.self,
    C4WholePayload.self, V1AnsweredClaim.self, V2OtherPrincipal.self, V3ColdEvidence.self, V5AccountedProbes.self,
    V4NamedCause.self, V6SealedJournal.self, R3References.self, D1Done.self,
  ]

  /// The rules that judge the tree; they have nothing to say where the change was not asked for.
  private static let treeRules: [any Rule.Type] = [R2AppendOnly.self, R3Rendering.self]

  /// The refusals of the first rule that has any; empty when the record is permitted.
  package static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    first(of: rules + treeRules, candidate, state)
  }

  /// The refusals of what the record changes in the tree alone.
  package static func refusals(ofChangeBy candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    first(of: treeRules, candidate, state)
  }

  private static func first(
    of rules: [any Rule.Type], _ candidate: Candidate, _ state: WorkflowState
  ) -> [Refusal] {
    for rule in rules {
      let refusals = rule.refusals(of: candidate, in: state)
      if !refusals.isEmpty { return refusals }
    }
    return []
  }

  /// The refusals of a commit that is no record: it may touch nothing that is the tool's (R3), nor put a second copy
  /// of a ledger elsewhere (R2).
  package static func refusals(ofPlainChange change: TreeChange, in state: WorkflowState) -> [Refusal] {
    R2AppendOnly.refusals(of: change, in: state) + R3OneRecord.refusals(ofPlain: change)
  }
}

extension Judge {
  /// R4 for a clone: whether the history that the state was folded from has one chain of records.
  package static func refusals(ofForkIn state: WorkflowState) -> [Refusal] {
    state.fork.map { [.r4(.forked(after: $0.after))] } ?? []
  }

  /// R7 for a clone: whether the state's founding record is the one that the clone pinned when it joined.
  package static func refusals(pinned: ObjectID, in state: WorkflowState) -> [Refusal] {
    R7Founding.refusals(pinned: pinned, in: state)
  }
}
