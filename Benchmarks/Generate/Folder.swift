import GitObjects
import WorkflowModel

/// A directory of the workspace, in memory: only what has changed is written.
final class Folder {
  private var entries: [(entry: TreeEntry, start: Int)] = []
  private var text = Revised()
  private var folders: [[UInt8]: Folder] = [:]
  private var changed: Set<[UInt8]> = []

  func put(_ id: ObjectID, _ mode: EntryMode, at path: String) {
    put(id, mode, at: path.utf8.split(separator: 0x2F).map { Array($0) }[...])
  }

  private func put(_ id: ObjectID, _ mode: EntryMode, at path: ArraySlice<[UInt8]>) {
    guard let name = path.first else { return }
    if path.count == 1 { return set(TreeEntry(nameBytes: name, modeBits: mode.bits, id: id)) }
    let folder = folders[name] ?? Folder()
    folders[name] = folder
    changed.insert(name)
    folder.put(id, mode, at: path.dropFirst())
  }

  func write(to pack: Pack) throws -> ObjectID {
    for name in changed {
      guard let folder = folders[name] else { continue }
      set(TreeEntry(nameBytes: name, modeBits: EntryMode.directory.bits, id: try folder.write(to: pack)))
    }
    changed = []
    return try text.write(to: pack, as: .tree)
  }

  private func set(_ entry: TreeEntry) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if TreeEntry.precedes(entries[middle].entry, entry) { low = middle + 1 } else { high = middle }
    }
    let stored = Array(String(entry.modeBits, radix: 8).utf8) + [0x20] + entry.nameBytes + [0] + entry.id.bytes
    let start = low < entries.count ? entries[low].start : text.bytes.count
    if low < entries.count, entries[low].entry.nameBytes == entry.nameBytes {
      text.replace(start + stored.count - 20..<start + stored.count, with: entry.id.bytes)
      return
    }
    text.replace(start..<start, with: stored)
    entries.insert((entry, start), at: low)
    for index in entries.indices.dropFirst(low + 1) { entries[index].start += stored.count }
  }
}
