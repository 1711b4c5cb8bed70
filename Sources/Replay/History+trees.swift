import GitObjects
import WorkflowModel
import WorkflowRules

extension History {
  /// The change that a commit makes, with the bytes of what is the tool's.
  func treeChange(
    from parent: ObjectID?, to commit: ObjectID, in state: WorkflowState, bringing candidate: Candidate?
  ) throws -> TreeChange {
    var policy = state.policy
    if policy == nil, case .read(let brought)? = candidate?.facts.policy { policy = brought }
    let before = try parent.map { try objects.commitHeader($0).tree }
    let after = try objects.commitHeader(commit).tree
    guard before != after, let policy else { return TreeChange(owned: [], elsewhere: []) }
    var owned: [OwnedChange] = []
    var elsewhere: [String] = []
    for change in try objects.changes(fromTree: before, toTree: after, under: [], limit: comparisonLimit) {
      let path = change.path
      if policy.owns(path) {
        let isEvidence = path.afterPrefix("\(policy.ledgers)/evidence/") != nil
        owned.append(
          OwnedChange(
            path: path, before: try file(change.before, withBytes: !isEvidence),
            after: try file(change.after, withBytes: !isEvidence)))
      } else if candidate != nil || change.after != nil {
        // A plain commit may remove what it likes elsewhere; a file that appears may be a copy of a ledger.
        elsewhere.append(path)
      }
    }
    return TreeChange(owned: owned, elsewhere: elsewhere)
  }

  private func file(_ entry: TreeEntry?, withBytes: Bool) throws(StorageError) -> OwnedFile? {
    guard let entry else { return nil }
    let isPlain = entry.mode == .file
    return OwnedFile(
      id: entry.id, isPlainFile: isPlain, bytes: isPlain && withBytes ? try objects.blob(entry.id) : [])
  }
}

extension Policy {
  /// Whether a path is the tool's. Case does not help, nor another form of the same text: some file systems know only
  /// one. What is below by its bytes is below to git, whatever follows the slash.
  fileprivate func owns(_ path: String) -> Bool {
    let path = path.lowercased()
    return path == Policy.fileName
      || [ledgers, phases].contains { directory in
        let directory = directory.lowercased()
        return path == directory || path.hasPrefix(directory + "/") || path.afterPrefix(directory + "/") != nil
      }
  }
}
