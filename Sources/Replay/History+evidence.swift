import Evidence
import GitObjects
import WorkflowModel
import WorkflowRules

extension History {
  /// The set whose tree has that id, read strictly: digests are verified in reading, and with the gate that was asked
  /// every answer that the stored outputs can settle is worked out again.
  package func evidence(_ tree: ObjectID, asked gate: Gate? = nil) throws -> Reading<EvidenceSet> {
    guard try objects.kind(of: tree) == .tree else {
      return .unreadable("there is no evidence tree \(tree.short)")
    }
    do {
      let stored = try EvidenceReader.open(files: try files(of: tree).map { ($0.path, $0.bytes) })
      if let gate, let discrepancy = EvidenceReader.recheck(stored, gate).first {
        return .unreadable(discrepancy.description)
      }
      return .read(stored.set)
    } catch let error as EvidenceError {
      return .unreadable(error.description)
    }
  }

  /// The set that a commit carries below the directory, if its tree is the one that the record cites.
  func carriedEvidence(
    _ tree: ObjectID, in directory: String, of commit: ObjectID, asked gate: Gate?
  ) throws -> Reading<EvidenceSet> {
    guard let slash = directory.lastIndex(of: "/") else { return .unreadable("no place for evidence") }
    let parent = String(directory[..<slash])
    let prefix = directory[directory.index(after: slash)...] + "-"
    let held = try entry(at: parent, of: commit).map { try objects.tree($0.id) } ?? []
    guard held.contains(where: { $0.id == tree && $0.name.hasPrefix(prefix) }) else {
      return .unreadable("the record does not carry the evidence tree \(tree.short) that it cites")
    }
    return try evidence(tree, asked: gate)
  }

  private func files(of tree: ObjectID) throws(StorageError) -> [EvidenceFile] {
    var files: [EvidenceFile] = []
    var bytes = 0
    for change in try objects.changes(
      fromTree: nil, toTree: tree, under: [], limit: EvidenceLimits.setFiles * 2)
    {
      guard let entry = change.after, entry.mode == .file else {
        throw .damaged(tree, why: "an evidence set holds plain files only, and \(change.path) is none")
      }
      bytes += try objects.blobSize(entry.id)
      guard bytes <= EvidenceLimits.setBytes else {
        throw .tooLarge(what: "the evidence set", limit: EvidenceLimits.setBytes)
      }
      files.append(EvidenceFile(path: change.path, bytes: try objects.blob(entry.id)))
    }
    return files
  }
}
