import GitObjects
import WorkflowModel
import WorkflowRules

extension History {
  /// P1 on the coordination branch, whose records say in which order it moved: what a commit that follows a record, with
  /// no other record between, has of protected paths otherwise than that record. The state is the one after the record.
  /// When another branch moved, history does not say.
  func protectedChanges(
    from record: ObjectID?, to commit: ObjectID?, in state: WorkflowState
  ) throws -> [Refusal] {
    guard let record, let commit, record != commit, let branch = state.policy?.branch,
      !state.protections(of: branch, coordination: branch).isEmpty
    else { return [] }
    let before = try objects.commitHeader(record).tree
    let after = try objects.commitHeader(commit).tree
    let changed = try objects.changes(fromTree: before, toTree: after, under: [], limit: comparisonLimit).map(\.path)
    return state.refusals(ofChanging: changed, on: branch, coordination: branch)
  }
}
