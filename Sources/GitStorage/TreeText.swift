import GitObjects
import WorkflowModel

/// The stored form of trees, read and written as values.
enum TreeText {
  static func entries(of id: ObjectID, _ bytes: UnsafeRawBufferPointer) throws(StorageError) -> [TreeEntry] {
    try StoredTree(of: id, bytes).entries
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
}
