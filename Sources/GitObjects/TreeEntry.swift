import WorkflowModel

/// What a tree says an entry is.
package enum EntryMode: Hashable, Sendable {
  case file, executable, symlink, directory, submodule

  /// The mode of git's tree objects that this tool writes.
  package var bits: UInt32 {
    switch self {
    case .file: 0o100644
    case .executable: 0o100755
    case .symlink: 0o120000
    case .directory: 0o040000
    case .submodule: 0o160000
    }
  }

  package init?(bits: UInt32) {
    switch bits & 0o170000 {
    case 0o100000: self = bits & 0o100 == 0 ? .file : .executable
    case 0o120000: self = .symlink
    case 0o040000: self = .directory
    case 0o160000: self = .submodule
    default: return nil
    }
  }
}

/// One entry of a tree. Names are bytes: git does not ask that they be UTF-8.
package struct TreeEntry: Hashable, Sendable {
  package let nameBytes: [UInt8]
  package let id: ObjectID
  /// The mode as stored, which old trees hold in forms that are not written any more.
  package let modeBits: UInt32

  package init(name: String, mode: EntryMode, id: ObjectID) {
    self.init(nameBytes: Array(name.utf8), modeBits: mode.bits, id: id)
  }

  package init(nameBytes: [UInt8], modeBits: UInt32, id: ObjectID) {
    self.nameBytes = nameBytes
    self.modeBits = modeBits
    self.id = id
  }

  /// The name as text; bytes that are not UTF-8 are shown as replacement characters.
  package var name: String { String(decoding: nameBytes, as: UTF8.self) }

  /// What the entry is. Reading a tree refuses any mode that is none of these.
  package var mode: EntryMode { EntryMode(bits: modeBits) ?? .file }

  /// Git's order, in which a directory sorts as if its name ended in a slash.
  package static func precedes(_ left: TreeEntry, _ right: TreeEntry) -> Bool {
    let shared = min(left.nameBytes.count, right.nameBytes.count)
    for index in 0..<shared where left.nameBytes[index] != right.nameBytes[index] {
      return left.nameBytes[index] < right.nameBytes[index]
    }
    return left.sortKey(at: shared) < right.sortKey(at: shared)
  }

  /// The byte at an index in git's order: past the end a slash for a directory, zero for anything else.
  private func sortKey(at index: Int) -> UInt8 {
    if index < nameBytes.count { return nameBytes[index] }
    return mode == .directory ? 0x2F : 0
  }
}
