import Crypto
import WorkflowModel

/// The index of a pack, in git's second form.
struct PackIndex {
  private var entries: [(id: ObjectID, offset: Int, checksum: UInt32)] = []

  var count: Int { entries.count }

  mutating func add(_ id: ObjectID, offset: Int, checksum: UInt32) { entries.append((id, offset, checksum)) }

  func bytes(ofPack trailer: [UInt8]) -> [UInt8] {
    let entries = entries.sorted { $0.id < $1.id }
    var bytes: [UInt8] = [0xFF, 0x74, 0x4F, 0x63] + bigEndian(UInt32(2))
    bytes.reserveCapacity(entries.count * 32 + 1100)
    var fan = [UInt32](repeating: 0, count: 256)
    for entry in entries { fan[Int(entry.id.bytes[0])] += 1 }
    var sum: UInt32 = 0
    for count in fan {
      sum += count
      bytes += bigEndian(sum)
    }
    for entry in entries { bytes += entry.id.bytes }
    for entry in entries { bytes += bigEndian(entry.checksum) }
    // Offsets beyond 31 bits stand in a table of their own.
    var far: [UInt64] = []
    for entry in entries {
      if entry.offset < 1 << 31 {
        bytes += bigEndian(UInt32(entry.offset))
      } else {
        bytes += bigEndian(UInt32(1) << 31 | UInt32(far.count))
        far.append(UInt64(entry.offset))
      }
    }
    for offset in far { bytes += bigEndian(offset) }
    bytes += trailer
    bytes += Array(Insecure.SHA1.hash(data: bytes))
    return bytes
  }
}
