import FoundationEssentials
import Glibc
import HostEffects

/// A socket that listens, and the file that it made.
struct BoundSocket: Sendable {
  let descriptor: Int32
  let path: String
  fileprivate let device: dev_t
  fileprivate let inode: ino_t

  fileprivate init(descriptor: Int32, path: String, device: dev_t, inode: ino_t) {
    (self.descriptor, self.path, self.device, self.inode) = (descriptor, path, device, inode)
  }

  /// Removes the file, unless it is another's by now.
  func removeFile() {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_dev == device, status.st_ino == inode else { return }
    unlink(path)
  }
}

/// A socket in the file system, for this user alone.
struct SocketFile: Hashable, Sendable {
  let path: String

  enum Kind: Sendable {
    case datagram, stream

    fileprivate var number: Int32 {
      switch self {
      case .datagram: Int32(SOCK_DGRAM.rawValue)
      case .stream: Int32(SOCK_STREAM.rawValue)
      }
    }
  }

  /// Binds a socket that does not block, in the place of one that a dead watch has left there.
  func bind(_ kind: Kind) throws(ListenTrouble) -> BoundSocket {
    try makeDirectory()
    // Two that find a dead one come one after the other.
    let hold = try held()
    defer { withExtendedLifetime(hold) {} }
    try clear(kind)
    let descriptor = try Self.open(kind, path)
    var status = stat()
    // The mode before the name: nobody else ever reaches it.
    guard fchmod(descriptor, 0o600) == 0, withAddress({ Glibc.bind(descriptor, $0, $1) }) == 0,
      lstat(path, &status) == 0
    else {
      let trouble = ListenTrouble.failed("listen at", path)
      close(descriptor)
      throw trouble
    }
    return BoundSocket(descriptor: descriptor, path: path, device: status.st_dev, inode: status.st_ino)
  }

  /// The last directory on the way is for this user alone, if it is not there yet; those above it are as any.
  private func makeDirectory() throws(ListenTrouble) {
    if access(directory, F_OK) == 0 { return }
    do {
      let above = SocketFile(path: directory).directory
      try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
    } catch {
      throw .cannot("make", directory, why: "\(error)")
    }
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw .failed("make", directory) }
  }

  /// The directory, held. Whoever holds it does so for a moment; in one that others can read, they could for ever.
  private func held() throws(ListenTrouble) -> FileHold {
    for _ in 0..<200 {
      if let hold = FileHold.take(directory, .none) { return hold }
      guard errno == EWOULDBLOCK else { throw .failed("hold", directory) }
      usleep(5000)
    }
    throw .cannot("hold", directory, why: "somebody else does")
  }

  /// Removes the socket if nobody listens at it; throws if somebody does.
  private func clear(_ kind: Kind) throws(ListenTrouble) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw .failed("look at", path)
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
    if try isHeard(kind) { throw .taken(path) }
    guard unlink(path) == 0 || errno == ENOENT else { throw .failed("remove", path) }
  }

  /// Whether somebody listens.
  func isHeard(_ kind: Kind) throws(ListenTrouble) -> Bool {
    let probe = try Self.open(kind, path)
    defer { close(probe) }
    if withAddress({ connect(probe, $0, $1) }) == 0 { return true }
    switch errno {
    case ECONNREFUSED, ENOENT: return false
    // It has so much to do that it takes no one more, or it is of the other kind: it is alive.
    case EAGAIN, EPROTOTYPE: return true
    default: throw .failed("speak to", path)
    }
  }

  /// What came of a datagram.
  enum Sending: Hashable { case sent, busy, unheard, failed(ListenTrouble) }

  /// Sends without waiting.
  func send(_ bytes: [UInt8]) -> Sending {
    do throws(ListenTrouble) {
      let descriptor = try Self.open(.datagram, path)
      defer { close(descriptor) }
      let count = withAddress { sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
      if count >= 0 { return .sent }
      switch errno {
      // It has more waiting than it has read.
      case EAGAIN, ENOBUFS: return .busy
      case ECONNREFUSED: return .unheard
      // It has gone meanwhile.
      case ENOENT: return .busy
      default: return .failed(.failed("speak to", path))
      }
    } catch {
      return .failed(error)
    }
  }

  /// Removes the socket of a dead watch, unless another takes its place just now.
  func removeIfUnheard() {
    guard let hold = FileHold.take(directory, .none) else { return }
    defer { withExtendedLifetime(hold) {} }
    do throws(ListenTrouble) {
      try clear(.datagram)
    } catch {
      // It lives again, or it stays: the next one to come tries as well.
      return
    }
  }

  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func open(_ kind: Kind, _ path: String) throws(ListenTrouble) -> Int32 {
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind.number | flags, 0)
    guard descriptor >= 0 else { throw .failed("make a socket for", path) }
    return descriptor
  }

  /// Lends the address; -1 with `errno` set when there can be none. An address has room for 107 bytes, and repositories
  /// lie deeper than that: then it leads through the open directory.
  private func withAddress(_ use: (UnsafePointer<sockaddr>, socklen_t) -> Int) -> Int {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    var name = Array(path.utf8)
    var opened: Int32 = -1
    defer { if opened >= 0 { close(opened) } }
    if name.count >= room {
      opened = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard opened >= 0 else { return -1 }
      name = Array("/proc/self/fd/\(opened)/\(path.split(separator: "/").last ?? "")".utf8)
    }
    guard name.count < room, !name.contains(0) else {
      errno = ENAMETOOLONG
      return -1
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        use($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private func withAddress(_ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    Int32(withAddress { Int(use($0, $1)) })
  }
}
