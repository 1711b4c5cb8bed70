import GitObjects
import WorkflowModel

extension Repository {
  /// The entries of a tree, in git's order.
  package func tree(_ id: ObjectID) throws(StorageError) -> [TreeEntry] { try storedTree(id).entries }

  /// The entry at a path such as `docs/plan.md`; nil only if nothing is there. An empty path is no entry.
  package func entry(at path: String, inTree root: ObjectID) throws(StorageError) -> TreeEntry? {
    var directory = root
    let names = path.utf8.split(separator: 0x2F)
    for (index, name) in names.enumerated() {
      let tree = try storedTree(directory)
      guard let slot = tree.slot(named: name) else { return nil }
      let entry = tree.entry(slot)
      if index == names.count - 1 { return entry }
      guard entry.mode == .directory else { return nil }
      directory = entry.id
    }
    return nil
  }

  /// A tree as it is stored. The last ones read are kept: a history changes a few entries of few trees at a time, and
  /// asks for each tree before and after.
  func storedTree(_ id: ObjectID) throws(StorageError) -> StoredTree {
    if let known = trees[id] { return known }
    let tree = try withObject(id, .tree) { bytes throws(StorageError) in try StoredTree(of: id, bytes) }
    if treeBytes > Self.treeLimit {
      trees.removeAll(keepingCapacity: true)
      treeBytes = 0
    }
    trees[id] = tree
    treeBytes += tree.size
    return tree
  }

  /// Bytes of trees that are kept.
  private static let treeLimit = 8 << 20
}

/// What to do at one path of a tree.
package enum TreeChange: Hashable, Sendable {
  /// Puts a file, a link, a submodule, or with `.directory` a whole subtree, in place of what is there.
  case put(ObjectID, EntryMode)
  case remove
}

extension Repository {
  /// Writes a tree that differs from the base only at the given paths, and returns its id. No base means the empty
  /// tree; a directory left empty disappears; of several changes to one path the last counts.
  ///
  /// Throws ``StorageError/invalidName(_:why:)`` for paths that git would not check out and for paths that lead
  /// through a file, and ``StorageError/missing(_:what:)`` for objects that are not there.
  package func updatedTree(
    base: ObjectID?, changes: [(path: String, change: TreeChange)]
  ) throws(StorageError) -> ObjectID {
    var root = ChangeNode()
    for (path, change) in changes {
      if case .put(let id, let mode) = change { try requirePresent(id, mode, at: path) }
      root.insert(change, at: try Self.names(of: path)[...])
    }
    if let id = try updated(base: base, root, path: "") { return id }
    return try write([], as: .tree)
  }

  private func requirePresent(_ id: ObjectID, _ mode: EntryMode, at path: String) throws(StorageError) {
    let expected: ObjectKind
    switch mode {
    case .submodule: return
    case .directory: expected = .tree
    case .file, .executable, .symlink: expected = .blob
    }
    guard let found = try kind(of: id) else { throw .missing(id, what: "\(expected) for \(path)") }
    guard found == expected else { throw .wrongKind(id, expected: expected, found: found) }
  }

  /// The names a path is made of. As deep as the directories of a file system can be named, and no deeper.
  private static func names(of path: String) throws(StorageError) -> [[UInt8]] {
    let names = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map { Array($0) }
    guard names.count <= 1024 else { throw .invalidName(path, why: "it is nested deeper than 1024 directories") }
    for name in names {
      let text = String(decoding: name, as: UTF8.self).lowercased()
      guard !name.isEmpty, !name.contains(0), text != ".", text != "..", text != ".git" else {
        throw .invalidName(path, why: "it is not a path that git would check out")
      }
    }
    return names
  }

  private func updated(base: ObjectID?, _ node: ChangeNode, path: String) throws(StorageError) -> ObjectID? {
    var entries: [[UInt8]: TreeEntry] = [:]
    if let base { for entry in try tree(base) { entries[entry.nameBytes] = entry } }
    for (name, child) in node.children {
      var entry = entries[name]
      switch child.change {
      case .put(let id, let mode): entry = TreeEntry(nameBytes: name, modeBits: mode.bits, id: id)
      case .remove: entry = nil
      case nil: break
      }
      if !child.children.isEmpty {
        let place = path + String(decoding: name, as: UTF8.self)
        if let entry, entry.mode != .directory {
          throw .invalidName(place, why: "a file stands where a directory must")
        }
        entry = try updated(base: entry?.id, child, path: place + "/").map {
          TreeEntry(nameBytes: name, modeBits: entry?.modeBits ?? EntryMode.directory.bits, id: $0)
        }
      }
      entries[name] = entry
    }
    return entries.isEmpty ? nil : try write(TreeText.bytes(of: Array(entries.values)), as: .tree)
  }
}

/// The changes below one directory, by name.
private struct ChangeNode {
  var change: TreeChange?
  var children: [[UInt8]: ChangeNode] = [:]

  mutating func insert(_ change: TreeChange, at names: ArraySlice<[UInt8]>) {
    guard let first = names.first else {
      self.change = change
      return
    }
    children[first, default: ChangeNode()].insert(change, at: names.dropFirst())
  }
}
