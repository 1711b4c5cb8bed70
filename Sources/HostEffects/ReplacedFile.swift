import Glibc
import WorkflowModel

/// A file that is written whole or not at all.
package enum ReplacedFile {
  package enum Durability: Sendable {
    /// A power cut may leave the old file.
    case usual
    /// When the call returns, the new one is on disk.
    case onDisk
  }

  /// Writes beside the file and puts the result in its place. What a killed writer left beside it is written over by
  /// the next one: it has a name of its own, and belongs to whoever holds it.
  package static func write(_ bytes: [UInt8], to path: String, _ durability: Durability = .usual) throws(FileFailure) {
    try write(pieces: [bytes], to: path, durability)
  }

  /// The same for bytes that lie in several places.
  package static func write(
    pieces: [[UInt8]], to path: String, _ durability: Durability = .usual
  ) throws(FileFailure) {
    let draft = path + ".new"
    while true {
      let descriptor = open(draft, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw FileFailure("cannot open", draft) }
      defer { close(descriptor) }
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw FileFailure("cannot hold", draft) }
      }
      // Whoever held it before us may have put it in the file's place.
      guard names(draft, descriptor) else { continue }
      guard ftruncate(descriptor, 0) == 0, pieces.allSatisfy({ writeAll($0, to: descriptor) }) else {
        throw FileFailure("cannot write", draft)
      }
      if durability == .onDisk, fsync(descriptor) != 0 { throw FileFailure("cannot save", draft) }
      guard rename(draft, path) == 0 else { throw FileFailure("cannot replace", path) }
      if durability == .onDisk { try syncDirectory(of: path) }
      return
    }
  }

  /// The new name is on disk once its directory is.
  private static func syncDirectory(of path: String) throws(FileFailure) {
    let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure("cannot open", parent) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileFailure("cannot save", parent) }
  }
}

func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno != EINTR { return false }
    rest = rest.dropFirst(max(0, count))
  }
  return true
}

/// Why a file or directory could not be changed.
package struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ what: String, _ path: String) {
    let why = String(cString: strerror(errno))
    description = "\(what) \(InertText.line(path)): \(why)"
  }
}
