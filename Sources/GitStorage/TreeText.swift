import GitObjects
import WorkflowModel

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
