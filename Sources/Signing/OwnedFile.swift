import Glibc
import Signatures

/// Files that belong to one person: read with a look at who else may, and made so that nothing is ever overwritten.
enum OwnedFile {
  /// Whether others than the owner may have access.
  enum Secrecy { case secret, open }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The whole file, at most `limit` bytes. A secret file that is open to others is refused, as ssh does.
  static func read(_ path: String, _ secrecy: Secrecy, limit: Int = 64 << 10) throws(SigningTrouble) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw errno == ENOENT ? .noFile(path) : .unreadable(path, why: reason()) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable(path, why: reason()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path, why: "it is not a regular file") }
    let others = status.st_mode & 0o077
    if secrecy == .secret, status.st_uid == getuid(), others != 0 {
      throw .openToOthers(path, mode: status.st_mode & 0o777)
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw .unreadable(path, why: reason()) }
      if count > 0 { bytes += buffer[..<count] }
      guard bytes.count <= limit else { throw .notAKeyFile(path) }
    }
  }

  /// Makes the file with all of its bytes or not at all: another name is written first and then linked, which fails
  /// when the name is taken. `mark` makes the other name one that nobody else chooses.
  static func create(_ path: String, _ bytes: [UInt8], mode: mode_t, mark: String) throws(SigningTrouble) {
    let draft = "\(path).\(mark)"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { throw .unwritable(path, why: reason()) }
    defer { unlink(draft) }
    let isWritten = write(bytes, to: file) && fchmod(file, mode) == 0 && fsync(file) == 0
    let why = reason()
    guard close(file) == 0, isWritten else { throw .unwritable(path, why: why) }
    guard link(draft, path) == 0 else { throw errno == EEXIST ? .exists(path) : .unwritable(path, why: reason()) }
  }

  private static func write(_ bytes: [UInt8], to file: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Makes the directory of a file, and those above it, for the owner alone. What is there already stays as it is.
  static func makeDirectory(of path: String) throws(SigningTrouble) {
    var place = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      place += "/" + part
      guard mkdir(place, 0o700) == 0 || errno == EEXIST else { throw .unwritable(path, why: reason()) }
    }
  }

  static func remove(_ path: String) { unlink(path) }

  /// The system's words for what just failed.
  static func reason() -> String { String(cString: strerror(errno)) }
}
