import GitObjects
import WorkflowModel

extension Repository {
  /// Every path at which two trees differ, sorted by the bytes of the path. No tree means the empty one. With `under`,
  /// only what stands at or below one of those paths.
  ///
  /// Equal subtrees are not read. A comparison that would list or open more than `limit` things throws
  /// ``StorageError/tooLarge(what:limit:)``: a few small trees can name billions of paths.
  package func changes(
    fromTree before: ObjectID?, toTree after: ObjectID?, under: [String] = [], limit: Int = 2_000_000
  ) throws(StorageError) -> [PathChange] {
    let scope = PathScope(under)
    var changes: [PathChange] = []
    var pending = [PendingPair(path: [], before: before, after: after)]
    var opened = 0
    while let pair = pending.popLast() {
      guard pair.before != pair.after else { continue }
      opened += 1
      guard opened + pending.count + changes.count <= limit else {
        throw .tooLarge(what: "the difference of two trees", limit: limit)
      }
      let old = try pair.before.map { id throws(StorageError) in try storedTree(id) } ?? .empty
      let new = try pair.after.map { id throws(StorageError) in try storedTree(id) } ?? .empty
      for (before, after) in StoredTree.differences(old, new) {
        let name = before?.nameBytes ?? after?.nameBytes ?? []
        let path = pair.path.isEmpty ? name : pair.path + [0x2F] + name
        let leaves = PathChange(pathBytes: path, before: before?.leaf, after: after?.leaf)
        if leaves.before != leaves.after, scope.covers(path) { changes.append(leaves) }
        let inner = PendingPair(path: path, before: before?.directory, after: after?.directory)
        if inner.before != inner.after, scope.reachesInto(path) { pending.append(inner) }
      }
    }
    return changes.sorted { $0.pathBytes.lexicographicallyPrecedes($1.pathBytes) }
  }
}

private struct PendingPair {
  let path: [UInt8]
  let before: ObjectID?
  let after: ObjectID?
}

extension TreeEntry {
  fileprivate var leaf: TreeEntry? { mode == .directory ? nil : self }
  fileprivate var directory: ObjectID? { mode == .directory ? id : nil }
}

/// The files and directories that a comparison is limited to; none means no limit.
private struct PathScope {
  private let roots: [[UInt8]]

  init(_ paths: [String]) {
    roots = paths.map { $0.utf8.split(separator: 0x2F).joined(separator: [0x2F]).map { $0 } }
  }

  func covers(_ path: [UInt8]) -> Bool {
    roots.isEmpty || roots.contains { $0.isEmpty || path == $0 || path.starts(with: $0 + [0x2F]) }
  }

  /// Whether something below the directory could be covered.
  func reachesInto(_ directory: [UInt8]) -> Bool {
    covers(directory) || roots.contains { $0.starts(with: directory + [0x2F]) }
  }
}
