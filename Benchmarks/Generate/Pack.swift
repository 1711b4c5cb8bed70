import CZlib
import Crypto
import FoundationEssentials
import GitObjects
import SystemPackage
import WorkflowModel

/// A pack in the making, as `git repack` leaves it: deflated objects, deltas to what stands before them. It is no part of
/// its repository before ``finish()``.
final class Pack {
  /// Where an object stands, as a base for deltas, and how many deltas lead to it.
  struct Place {
    let offset: Int
    let size: Int
    let depth: Int
  }

  /// Deltas on deltas, at most: git's own bound is 50.
  static let deepest = 20

  private let directory: String
  private let draft: String
  private let file: FileDescriptor
  private var pending: [UInt8] = []
  private var written = 0
  private var index = PackIndex()
  private var places: [ObjectID: Place] = [:]

  init(in repository: String) throws {
    directory = "\(repository)/objects/pack"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    draft = "\(directory)/tmp_pack"
    file = try FileDescriptor.open(
      FilePath(draft), .readWrite, options: [.create, .truncate], permissions: .ownerReadWrite)
    pending = Self.header(count: 0)
  }

  var count: Int { index.count }

  func write(_ bytes: [UInt8], as kind: ObjectKind) throws -> ObjectID {
    try place(bytes, as: kind) { nil }.id
  }

  /// Writes an object unless it is there already. The delta is asked for only if it is not.
  func place(
    _ bytes: [UInt8], as kind: ObjectKind, delta: () -> (bytes: [UInt8], base: Place)?
  ) throws -> (id: ObjectID, place: Place) {
    var hash = Insecure.SHA1()
    hash.update(data: Array("\(kind.rawValue) \(bytes.count)\0".utf8))
    hash.update(data: bytes)
    guard let id = hash.finalize().withUnsafeBytes({ ObjectID(bytes: $0) }) else { throw Unfit("no id") }
    // Two commits are never the same; to remember them all would take much memory.
    if kind != .commit, let place = places[id] { return (id, place) }
    let offset = written + pending.count
    let delta = delta()
    let start = pending.count
    if let delta {
      pending += Self.entry(type: 6, size: delta.bytes.count)
      pending += Self.distance(offset - delta.base.offset)
      try deflate(delta.bytes)
    } else {
      pending += Self.entry(type: kind == .commit ? 1 : kind == .tree ? 2 : 3, size: bytes.count)
      try deflate(bytes)
    }
    index.add(id, offset: offset, checksum: Self.checksum(pending[start...]))
    let place = Place(offset: offset, size: bytes.count, depth: delta.map { $0.base.depth + 1 } ?? 0)
    if kind != .commit { places[id] = place }
    if pending.count > 1 << 22 { try flush() }
    return (id, place)
  }

  /// Puts the pack and its index into the repository.
  func finish() throws {
    try flush()
    try file.writeAll(toAbsoluteOffset: 0, Self.header(count: index.count))
    var hash = Insecure.SHA1()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var position: Int64 = 0
    while true {
      let count = try buffer.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: position, into: $0) }
      if count == 0 { break }
      hash.update(data: buffer[..<count])
      position += Int64(count)
    }
    let trailer = Array(hash.finalize())
    try file.writeAll(toAbsoluteOffset: position, trailer)
    try file.close()
    let name = "\(directory)/pack-\(Hexadecimal.text(of: trailer))"
    try FileManager.default.moveItem(atPath: draft, toPath: name + ".pack")
    try Data(index.bytes(ofPack: trailer)).write(to: URL(filePath: name + ".idx"))
  }

  private func flush() throws {
    try file.writeAll(toAbsoluteOffset: Int64(written), pending)
    written += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  private func deflate(_ bytes: [UInt8]) throws {
    var count = compressBound(UInt(bytes.count))
    let start = pending.count
    pending.append(contentsOf: repeatElement(0, count: Int(count)))
    let code = pending[start...].withUnsafeMutableBufferPointer {
      compress2($0.baseAddress, &count, bytes, UInt(bytes.count), 1)
    }
    guard code == Z_OK else { throw Unfit("deflate: \(code)") }
    pending.removeLast(pending.count - start - Int(count))
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
  }

  private static func header(count: Int) -> [UInt8] {
    Array("PACK".utf8) + bigEndian(UInt32(2)) + bigEndian(UInt32(count))
  }

  /// Type and size of an entry: four bits of the size in the first byte, then seven a byte.
  private static func entry(type: UInt8, size: Int) -> [UInt8] {
    var rest = size >> 4
    var bytes = [type << 4 | UInt8(size & 15)]
    while rest > 0 {
      bytes[bytes.count - 1] |= 0x80
      bytes.append(UInt8(rest & 0x7F))
      rest >>= 7
    }
    return bytes
  }

  /// How far back a delta's base stands: the highest bits first, and no value has two forms.
  private static func distance(_ distance: Int) -> [UInt8] {
    var bytes = [UInt8(distance & 0x7F)]
    var rest = distance >> 7
    while rest > 0 {
      rest -= 1
      bytes.insert(0x80 | UInt8(rest & 0x7F), at: 0)
      rest >>= 7
    }
    return bytes
  }
}

func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}
