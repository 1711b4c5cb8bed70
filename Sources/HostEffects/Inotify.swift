import Glibc

/// What the kernel says of a directory that is watched: inotify(7), as values.
struct InotifyEvent: Equatable {
  let watch: Int32
  let mask: UInt32
  /// Empty for what is said of the directory itself.
  let name: String

  /// Events were lost: whatever is watched may have changed.
  var isOverflow: Bool { mask & UInt32(IN_Q_OVERFLOW) != 0 }
  /// The watch is no more: its directory is gone, or somebody took it away.
  var isIgnored: Bool { mask & UInt32(IN_IGNORED) != 0 }
  /// The directory has another path now, or none.
  var isAway: Bool { mask & UInt32(IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT) != 0 }

  /// What can tell of a reference: names that come, go, or are written in place.
  static let interest = UInt32(
    IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR)

  /// The events in what was read. A piece that is no whole event ends it: the kernel gives none.
  static func read(_ bytes: ArraySlice<UInt8>) -> [InotifyEvent] {
    var events: [InotifyEvent] = []
    var rest = bytes
    while rest.count >= 16 {
      let words = rest.prefix(16).withUnsafeBytes { raw in
        (0..<4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) }
      }
      let length = Int(words[3])
      guard rest.count >= 16 + length else { break }
      let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
      events.append(
        InotifyEvent(
          watch: Int32(bitPattern: words[0]), mask: words[1], name: String(decoding: name, as: UTF8.self)))
      rest = rest.dropFirst(16 + length)
    }
    return events
  }
}
