import WorkflowModel

/// The phases at rest, in the order of their ids. They stay packed as they are kept, and each is unpacked when it is asked
/// for: a command asks for a few, and there may be thousands.
struct RestingPhases: Hashable, Sendable {
  /// One phase after the other.
  private var bytes: [UInt8] = []
  /// Where each begins, and at the end where the last one ends.
  private var starts: [Int32] = [0]
  /// When each was done.
  private(set) var times: [Int64] = []
  private var seals: [SealMark] = []

  /// The beginning of a seal's digest, and whose it is.
  private struct SealMark: Hashable {
    let mark: UInt64
    let index: Int32
  }

  init() {}

  init(_ phases: [RestingPhase]) {
    var packer = Packer()
    for (index, phase) in phases.sorted(by: { $0.id < $1.id }).enumerated() {
      packer.put(phase)
      starts.append(Int32(packer.bytes.count))
      times.append(phase.closed.time.seconds)
      seals += phase.seals.map { SealMark(mark: $0, index: Int32(index)) }
    }
    bytes = packer.bytes
  }

  var count: Int { times.count }
  var isEmpty: Bool { times.isEmpty }
  var all: [RestingPhase] { (0..<count).map { self[$0] } }

  subscript(index: Int) -> RestingPhase {
    var unpacker = Unpacker(bytes, from: Int(starts[index]))
    do {
      return try RestingPhase(from: &unpacker)
    } catch {
      preconditionFailure("a phase at rest was packed by another program")
    }
  }

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
    var found: [Int32] = []
    for seal in seals where seal.mark == mark && found.last != seal.index { found.append(seal.index) }
    return found.map { self[Int($0)] }
  }

  /// A name has 64 bytes at most, so that its length is one byte.
  private func name(_ index: Int) -> ArraySlice<UInt8> {
    let start = Int(starts[index])
    return bytes[start + 1..<start + 1 + Int(bytes[start])]
  }
}

extension RestingPhases: Packable {
  func pack(into packer: inout Packer) {
    packer.put(count, bytes.count, seals.count)
    packer.append(bytes)
    packer.append(fixed: starts)
    packer.append(fixed: times)
    packer.append(fixed: seals.map(\.mark))
    packer.append(fixed: seals.map(\.index))
  }

  /// Takes the tables as they are: to go over every phase would cost more than all that is then asked.
  init(from unpacker: inout Unpacker) throws(Unpackable) {
    let (number, size, sealed): (Int, Int, Int) = (try unpacker.next(), try unpacker.next(), try unpacker.next())
    guard 0..<Int(Int32.max) ~= number else { throw Unpackable() }
    bytes = Array(try unpacker.take(size))
    starts = try unpacker.fixed(number + 1)
    times = try unpacker.fixed(number)
    let (marks, indices): ([UInt64], [Int32]) = (try unpacker.fixed(sealed), try unpacker.fixed(sealed))
    seals = zip(marks, indices).map { SealMark(mark: $0, index: $1) }
    guard starts[0] == 0, Int(starts[number]) == size, zip(starts, starts.dropFirst()).allSatisfy(<),
      indices.allSatisfy({ 0..<number ~= Int($0) })
    else { throw Unpackable() }
  }
}
