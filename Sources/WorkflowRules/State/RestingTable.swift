import WorkflowModel

/// Some of the phases at rest, in the order of their ids, as they are kept: each is unpacked when it is asked for. A command
/// asks for a few, and there may be thousands.
///
/// The bytes are two numbers, of the phases and of their seals; where each phase begins, and where the last one ends; when
/// each was done; the beginnings of the seals' digests, and whose each is; and the phases.
package struct RestingTable: Hashable, Sendable {
  package let bytes: [UInt8]
  /// Where it is kept; nil until it is.
  package private(set) var place: KeptPlace?
  let count: Int
  private let seals: Int

  private static let header = 2 * MemoryLayout<Int32>.size

  init(_ phases: [RestingPhase]) {
    let phases = phases.sorted { $0.id < $1.id }
    var entries = Packer()
    var starts: [Int32] = [0]
    for phase in phases {
      entries.put(phase)
      starts.append(Int32(entries.bytes.count))
    }
    let marks = phases.flatMap(\.seals)
    var packer = Packer()
    packer.append(fixed: [Int32(phases.count), Int32(marks.count)])
    packer.append(fixed: starts)
    packer.append(fixed: phases.map(\.closed.time.seconds))
    packer.append(fixed: marks)
    packer.append(fixed: phases.enumerated().flatMap { index, phase in phase.seals.map { _ in Int32(index) } })
    packer.append(entries.bytes)
    (bytes, count, seals) = (packer.bytes, phases.count, marks.count)
  }

  /// The table that was kept there.
  package init(_ bytes: [UInt8], at place: KeptPlace) throws(Unpackable) {
    self.bytes = bytes
    self.place = place
    guard bytes.count >= Self.header else { throw Unpackable() }
    let (count, seals) = (bytes.number(at: 0, as: Int32.self), bytes.number(at: 4, as: Int32.self))
    guard count >= 0, seals >= 0 else { throw Unpackable() }
    (self.count, self.seals) = (Int(count), Int(seals))
    guard entriesStart <= bytes.count, start(0) == 0, start(self.count) == bytes.count - entriesStart,
      (0..<self.count).allSatisfy({ start($0) < start($0 + 1) }),
      (0..<self.seals).allSatisfy({ 0..<self.count ~= owner($0) })
    else { throw Unpackable() }
  }

  package func kept(at place: KeptPlace) -> RestingTable {
    var table = self
    table.place = place
    return table
  }

  var all: [RestingPhase] { (0..<count).map { self[$0] } }

  subscript(index: Int) -> RestingPhase {
    var unpacker = Unpacker(bytes, from: entriesStart + start(index))
    do {
      return try RestingPhase(from: &unpacker)
    } catch {
      preconditionFailure("a phase at rest was packed by another program")
    }
  }

  /// When a phase was done, in seconds.
  func time(_ index: Int) -> Int64 { bytes.number(at: timesStart + 8 * index, as: Int64.self) }

  func first(named id: PhaseID) -> RestingPhase? {
    let name = Array(id.text.utf8)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.name(middle).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low < count && self.name(low).elementsEqual(name) ? self[low] : nil
  }

  /// Those that have a seal whose digest begins so.
  func having(seal mark: UInt64) -> [RestingPhase] {
    var found: [Int] = []
    for index in 0..<seals where bytes.number(at: marksStart + 8 * index, as: UInt64.self) == mark {
      if found.last != owner(index) { found.append(owner(index)) }
    }
    return found.map { self[$0] }
  }

  private var timesStart: Int { Self.header + 4 * (count + 1) }
  private var marksStart: Int { timesStart + 8 * count }
  private var ownersStart: Int { marksStart + 8 * seals }
  private var entriesStart: Int { ownersStart + 4 * seals }

  private func start(_ index: Int) -> Int { Int(bytes.number(at: Self.header + 4 * index, as: Int32.self)) }
  private func owner(_ index: Int) -> Int { Int(bytes.number(at: ownersStart + 4 * index, as: Int32.self)) }

  /// A name has 64 bytes at most, so that its length is one byte.
  private func name(_ index: Int) -> ArraySlice<UInt8> {
    let start = entriesStart + start(index)
    return bytes[start + 1..<start + 1 + Int(bytes[start])]
  }
}

extension [UInt8] {
  fileprivate func number<Number: FixedWidthInteger>(at place: Int, as type: Number.Type) -> Number {
    withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: type) }
  }
}
