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

  init?(bits: UInt32) {
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

  init(nameBytes: [UInt8], modeBits: UInt32, id: ObjectID) {
    self.nameBytes = nameBytes
    self.modeBits = modeBits
    self.id = id
  }

  /// The name as text; bytes that are not UTF-8 are shown as replacement characters.
  package var name: String { String(decoding: nameBytes, as: UTF8.self) }

  /// What the entry is. Reading a tree refuses any mode that is none of these.
  package var mode: EntryMode { EntryMode(bits: modeBits) ?? .file }

  /// Git's order, in which a directory sorts as if its name ended in a slash.
  static func precedes(_ left: TreeEntry, _ right: TreeEntry) -> Bool {
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

/// The stored form of trees: mode in octal, space, name, a zero byte, the 20 bytes of the id; in git's order.
enum TreeText {
  static func entries(of id: ObjectID, _ bytes: UnsafeRawBufferPointer) throws(StorageError) -> [TreeEntry] {
    var entries: [TreeEntry] = []
    entries.reserveCapacity(bytes.count / 32)
    var rest = bytes
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: 0x20),
        let zero = UnsafeRawBufferPointer(rebasing: rest[space...]).firstIndex(of: 0).map({ $0 + space }),
        rest.count - zero > 20, let bits = octal(rest[..<space]), EntryMode(bits: bits) != nil,
        let target = ObjectID(bytes: UnsafeRawBufferPointer(rebasing: rest[(zero + 1)..<(zero + 21)]))
      else { throw .damaged(id, why: "an entry of the tree is malformed") }
      let entry = TreeEntry(nameBytes: Array(rest[(space + 1)..<zero]), modeBits: bits, id: target)
      // Readers disagree about trees that break these: what one shows, another hides.
      guard !entry.nameBytes.isEmpty, !entry.nameBytes.contains(0x2F) else {
        throw .damaged(id, why: "an entry of the tree has an impossible name")
      }
      if let last = entries.last, !TreeEntry.precedes(last, entry) {
        throw .damaged(id, why: "the entries of the tree are out of order")
      }
      if entry.mode == .directory, holdsFile(entry.nameBytes, entries) {
        throw .damaged(id, why: "the tree has two entries of one name")
      }
      entries.append(entry)
      rest = UnsafeRawBufferPointer(rebasing: rest[(zero + 21)...])
    }
    return entries
  }

  /// Whether something that is no directory bears the name. In git's order it stands before the directory of that
  /// name, though not always next to it.
  private static func holdsFile(_ name: [UInt8], _ entries: [TreeEntry]) -> Bool {
    let file = TreeEntry(nameBytes: name, modeBits: EntryMode.file.bits, id: .none)
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if TreeEntry.precedes(entries[middle], file) { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].nameBytes == name
  }

  static func bytes(of entries: [TreeEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries.sorted(by: TreeEntry.precedes) {
      bytes += Array(String(entry.modeBits, radix: 8).utf8)
      bytes.append(0x20)
      bytes += entry.nameBytes
      bytes.append(0)
      bytes += entry.id.bytes
    }
    return bytes
  }

  private static func octal(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt32? {
    guard (1...7).contains(digits.count) else { return nil }
    var value: UInt32 = 0
    for digit in digits {
      guard (0x30...0x37).contains(digit) else { return nil }
      value = value << 3 | UInt32(digit - 0x30)
    }
    return value
  }
}
