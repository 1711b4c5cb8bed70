import Glibc

/// A file that parts are added to and read back from by their places. It keeps what can be made anew: nothing is synced,
/// and whoever reads a part has to know it by its digest.
package final class PartsFile: Sendable {
  private let descriptor: Int32

  /// Opens the file for reading; nil where there is none that can be read. What is no plain file is nothing: to open a
  /// pipe would be to wait for whoever writes to it.
  package init?(reading path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  }

  /// All that is in it; nil where it cannot be read, or is more than anybody keeps: a file with holes has any size, and
  /// would be read into memory whole.
  package var whole: [UInt8]? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size <= Self.most else { return nil }
    return part(at: 0, length: Int(status.st_size))
  }

  private static let most = 1 << 28

  deinit { close(descriptor) }

  /// The bytes at a place; nil where the file does not have them. It never reads more than the file has.
  package func part(at offset: Int, length: Int) -> [UInt8]? {
    var status = stat()
    guard offset >= 0, length >= 0, fstat(descriptor, &status) == 0, length <= Int(status.st_size),
      offset <= Int(status.st_size) - length
    else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, done in
      done = 0
      while done < length, let start = buffer.baseAddress {
        let count = pread(descriptor, start + done, length - done, off_t(offset + done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        done += count
      }
    }
    return bytes.count == length ? bytes : nil
  }

  /// Adds at the end of the file, which is made if it is not there, what is to stand at that place. Others may add to it
  /// at the same time.
  package static func append(to path: String, _ pieces: (Int) -> [[UInt8]]) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { throw FileFailure("cannot open", path) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileFailure("cannot hold", path) }
    }
    let place = lseek(descriptor, 0, SEEK_END)
    guard place >= 0, pieces(Int(place)).allSatisfy({ writeAll($0, to: descriptor) }) else {
      throw FileFailure("cannot write", path)
    }
  }
}

/// A secret of this machine's user, made when it is first asked for.
package enum SecretFile {
  /// The file's bytes, of that number; nil where they cannot be had. Only its owner can read it.
  package static func bytes(
    _ count: Int, at path: String, randomBytes: (Int) -> [UInt8]
  ) -> [UInt8]? {
    if let known = read(count, at: path) { return known }
    let fresh = randomBytes(count)
    guard fresh.count == count else { return nil }
    // What lies there and is no secret of ours is of no use to anybody.
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return read(count, at: path) }
    defer { close(descriptor) }
    return writeAll(fresh, to: descriptor) ? fresh : nil
  }

  /// The file's bytes; nil where there is no such file of that length that is the owner's alone.
  package static func read(_ count: Int, at path: String) -> [UInt8]? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & 0o077 == 0, Int(status.st_size) == count else { return nil }
    return PartsFile(reading: path)?.part(at: 0, length: count)
  }
}
