import Dispatch
import Glibc
import Signatures

/// One question to an ssh-agent and its answer (draft-miller-ssh-agent), over the agent's socket. The socket blocks,
/// so it is used on a thread of Dispatch's, never on the cooperative pool; every wait ends with the time limit.
struct AgentConnection: Sendable {
  let socketPath: String
  let limit: Duration

  /// Longest message that an agent of OpenSSH's sends, in bytes.
  private static let messageLimit = 256 << 10

  func ask(_ question: [UInt8]) async throws(SigningTrouble) -> [UInt8] {
    let answer = await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
      DispatchQueue.global().async {
        do throws(SigningTrouble) {
          continuation.resume(returning: .success(try askBlocking(question)))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try answer.get()
  }

  private typealias Answer = Result<[UInt8], SigningTrouble>

  private func askBlocking(_ question: [UInt8]) throws(SigningTrouble) -> [UInt8] {
    let deadline = ContinuousClock.now + limit
    let file = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard file >= 0 else { throw unreachable() }
    defer { close(file) }
    try connect(file)
    var message = SSHWireWriter()
    message.string(question)
    try send(message.bytes, to: file, until: deadline)
    let length = try receive(4, from: file, until: deadline).reduce(0) { $0 << 8 | Int($1) }
    guard (1...Self.messageLimit).contains(length) else {
      throw .agentUnclear(socketPath, .wrongLength("answer", length))
    }
    return try receive(length, from: file, until: deadline)
  }

  private func connect(_ file: CInt) throws(SigningTrouble) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(socketPath.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.count < room else {
      throw .agentUnreachable(socketPath, why: "the path of a socket has less than \(room) bytes")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isConnected else { throw unreachable() }
  }

  private func send(
    _ bytes: [UInt8], to file: CInt, until deadline: ContinuousClock.Instant
  ) throws(SigningTrouble) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try wait(for: POLLOUT, on: file, until: deadline)
      // An agent that hangs up must not end this process with SIGPIPE.
      let count = rest.withUnsafeBytes { Glibc.send(file, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw unreachable() }
      rest = rest.dropFirst(count)
    }
  }

  private func receive(
    _ count: Int, from file: CInt, until deadline: ContinuousClock.Instant
  ) throws(SigningTrouble) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count < count {
      try wait(for: POLLIN, on: file, until: deadline)
      let read = recv(file, &buffer, min(buffer.count, count - bytes.count), 0)
      if read < 0, errno == EINTR || errno == EAGAIN { continue }
      guard read >= 0 else { throw unreachable() }
      guard read > 0 else { throw .agentUnclear(socketPath, .truncated("answer")) }
      bytes += buffer[..<read]
    }
    return bytes
  }

  private func wait(
    for events: CInt, on file: CInt, until deadline: ContinuousClock.Instant
  ) throws(SigningTrouble) {
    while true {
      let left = (deadline - ContinuousClock.now) / Duration.milliseconds(1)
      guard left > 0 else { throw .agentSilent(socketPath, limit: limit) }
      var watched = pollfd(fd: file, events: Int16(events), revents: 0)
      let count = poll(&watched, 1, CInt(min(left.rounded(.up), 60_000)))
      if count > 0 { return }
      if count < 0, errno != EINTR { throw unreachable() }
    }
  }

  private func unreachable() -> SigningTrouble { .agentUnreachable(socketPath, why: OwnedFile.reason()) }
}
