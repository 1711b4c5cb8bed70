import GitObjects
import WorkflowModel

/// A tree as it is stored, checked, with where its entries lie: it can be searched and compared without making anything
/// of the entries that are passed over. The form is mode in octal, space, name, a zero byte, the 20 bytes of the id.
struct StoredTree {
  /// Where an entry's name lies, and its mode. The id follows the zero byte after the name.
  struct Slot {
    let start: Int
    let end: Int
    let modeBits: UInt32
    var isDirectory: Bool { EntryMode(bits: modeBits) == .directory }
  }

  static let empty = StoredTree()

  private let bytes: [UInt8]
  let slots: [Slot]

  private init() { (bytes, slots) = ([], []) }

  init(of id: ObjectID, _ raw: UnsafeRawBufferPointer) throws(StorageError) {
    var slots: [Slot] = []
    slots.reserveCapacity(raw.count / 32)
    var position = 0
    while position < raw.count {
      guard let slot = Self.slot(in: raw, at: position) else {
        throw .damaged(id, why: "an entry of the tree is malformed")
      }
      // Readers disagree about trees that break these: what one shows, another hides.
      guard slot.end > slot.start, !raw[slot.start..<slot.end].contains(0x2F) else {
        throw .damaged(id, why: "an entry of the tree has an impossible name")
      }
      if let last = slots.last, Self.order(raw, last, raw, slot) >= 0 {
        throw .damaged(id, why: "the entries of the tree are out of order")
      }
      if slot.isDirectory, Self.holdsFile(raw, slot, slots) {
        throw .damaged(id, why: "the tree has two entries of one name")
      }
      slots.append(slot)
      position = slot.end + 21
    }
    self.slots = slots
    bytes = Array(raw)
  }

  private static func slot(in raw: UnsafeRawBufferPointer, at start: Int) -> Slot? {
    var mode: UInt32 = 0
    var position = start
    while position < raw.count, raw[position] != 0x20 {
      guard (0x30...0x37).contains(raw[position]), position - start < 7 else { return nil }
      mode = mode << 3 | UInt32(raw[position] - 0x30)
      position += 1
    }
    guard position > start, position < raw.count, EntryMode(bits: mode) != nil else { return nil }
    let name = position + 1
    position = name
    while position < raw.count, raw[position] != 0 { position += 1 }
    guard raw.count - position > 20 else { return nil }
    return Slot(start: name, end: position, modeBits: mode)
  }

  /// Git's order, in which a directory sorts as if its name ended in a slash: negative if the left comes first, zero
  /// for two of one name and sort.
  private static func order(
    _ left: UnsafeRawBufferPointer, _ one: Slot, _ right: UnsafeRawBufferPointer, _ other: Slot
  ) -> Int {
    var (from, to) = (one.start, other.start)
    while from < one.end, to < other.end {
      if left[from] != right[to] { return Int(left[from]) - Int(right[to]) }
      from += 1
      to += 1
    }
    func key(_ raw: UnsafeRawBufferPointer, _ index: Int, _ slot: Slot) -> Int {
      index < slot.end ? Int(raw[index]) : slot.isDirectory ? 0x2F : 0
    }
    return key(left, from, one) - key(right, to, other)
  }

  /// Whether something that is no directory bears the name. In git's order it stands before the directory of that
  /// name, though not always next to it.
  private static func holdsFile(_ raw: UnsafeRawBufferPointer, _ directory: Slot, _ slots: [Slot]) -> Bool {
    let file = Slot(start: directory.start, end: directory.end, modeBits: EntryMode.file.bits)
    var (low, high) = (0, slots.count)
    while low < high {
      let middle = (low + high) / 2
      if order(raw, slots[middle], raw, file) < 0 { low = middle + 1 } else { high = middle }
    }
    return low < slots.count && !slots[low].isDirectory && order(raw, slots[low], raw, file) == 0
  }

  func entry(_ slot: Slot) -> TreeEntry {
    TreeEntry(nameBytes: Array(bytes[slot.start..<slot.end]), modeBits: slot.modeBits, id: id(of: slot))
  }

  var entries: [TreeEntry] { slots.map { entry($0) } }

  /// How much memory it takes, in bytes.
  var size: Int { bytes.count + slots.count * MemoryLayout<Slot>.stride }

  private func id(of slot: Slot) -> ObjectID {
    bytes.withUnsafeBytes { raw in
      ObjectID(bytes: UnsafeRawBufferPointer(rebasing: raw[(slot.end + 1)..<(slot.end + 21)])) ?? .none
    }
  }

  func slot(named name: some Collection<UInt8>) -> Slot? {
    let count = name.count
    return slots.first { $0.end - $0.start == count && bytes[$0.start..<$0.end].elementsEqual(name) }
  }

  /// The entries that differ between two trees, with what stands there in either. A file and a directory of one name
  /// are two entries.
  static func differences(_ old: StoredTree, _ new: StoredTree) -> [(old: TreeEntry?, new: TreeEntry?)] {
    var found: [(old: TreeEntry?, new: TreeEntry?)] = []
    old.bytes.withUnsafeBytes { left in
      new.bytes.withUnsafeBytes { right in
        var (from, to) = (0, 0)
        while from < old.slots.count || to < new.slots.count {
          let side: Int
          if from == old.slots.count {
            side = 1
          } else if to == new.slots.count {
            side = -1
          } else {
            side = order(left, old.slots[from], right, new.slots[to])
          }
          if side == 0 {
            let (one, other) = (old.slots[from], new.slots[to])
            let isSame =
              one.modeBits == other.modeBits
              && left[(one.end + 1)..<(one.end + 21)].elementsEqual(right[(other.end + 1)..<(other.end + 21)])
            if !isSame { found.append((old.entry(one), new.entry(other))) }
          } else {
            found.append((side < 0 ? old.entry(old.slots[from]) : nil, side > 0 ? new.entry(new.slots[to]) : nil))
          }
          if side <= 0 { from += 1 }
          if side >= 0 { to += 1 }
        }
      }
    }
    return found
  }
}
