import FoundationEssentials
import Glibc
import WorkflowModel

/// A directory that is there for one command only, held as long as the command lives. One that a killed command left
/// behind is removed by the next that makes its own in the same place.
package final class HeldDirectory {
  package let path: String
  private let hold: FileHold?

  private init(path: String, hold: FileHold?) {
    self.path = path
    self.hold = hold
  }

  package enum Readers: Sendable { case owner, all }

  /// Makes a directory, named by a prefix and a random part, and removes those of the same prefix that nobody holds.
  package static func make(
    in place: String, prefix: String, for readers: Readers, host: Host
  ) throws -> HeldDirectory {
    sweep(place, prefix: prefix)
    var attempts = 0
    while true {
      attempts += 1
      let path = "\(place)/\(prefix)\(Hexadecimal.text(of: host.randomBytes(8)))"
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false,
        attributes: readers == .owner ? [.posixPermissions: 0o700] : nil)
      let hold = FileHold.take(path, .waiting)
      // Another command's sweep may have come between; then it is made anew. Where nothing can be held, nothing is
      // swept either.
      if exists(path) || attempts == 3 { return HeldDirectory(path: path, hold: hold) }
    }
  }

  /// The entries of a directory but for what killed commands left in it, which is removed first.
  package static func entries(of place: String, prefix: String) throws -> [String] {
    sweep(place, prefix: prefix)
    return try FileManager.default.contentsOfDirectory(atPath: place)
  }

  package func remove() throws {
    if Self.exists(path) { try removeTree(path) }
  }

  private static func sweep(_ place: String, prefix: String) {
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: place) where name.hasPrefix(prefix) {
        let path = "\(place)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
          continue
        }
        guard let hold = FileHold.take(path, .none) else { continue }
        try withExtendedLifetime(hold) { try removeTree(path) }
      }
    } catch {
      // Somebody else's rubbish is no reason not to work.
      return
    }
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// Removes a directory with everything in it, also where programs have taken the right to write away.
package func removeTree(_ path: String) throws {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    makeWritable(path)
    try FileManager.default.removeItem(atPath: path)
  }
}

private func makeWritable(_ directory: String) {
  chmod(directory, 0o700)
  guard let stream = opendir(directory) else { return }
  defer { closedir(stream) }
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    let path = "\(directory)/\(name)"
    var status = stat()
    guard name != ".", name != "..", lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
    makeWritable(path)
  }
}
