import Glibc

/// The work of a listener's thread: all connections at once, each with a bounded time, and none waited for.
struct ListenerLoop {
  let listening: Int32
  let stop: Int32
  let pages: WatchPages
  let limits: ListenerLimits
  let trouble: @Sendable (ListenTrouble) -> Void
  private let clock = ContinuousClock()
  private var connections: [Int32: HTTPConnection] = [:]
  /// While there is no room for more connections, nobody is let in until then.
  private var pause: ContinuousClock.Instant?
  private var buffer = [UInt8](repeating: 0, count: 1 << 14)

  init(
    listening: Int32, stop: Int32, pages: WatchPages, limits: ListenerLimits,
    trouble: @escaping @Sendable (ListenTrouble) -> Void
  ) {
    (self.listening, self.stop, self.pages, self.limits, self.trouble) = (listening, stop, pages, limits, trouble)
  }

  /// Returns when whoever asked for it lets go of it.
  mutating func run() {
    while turn() {}
    for descriptor in connections.keys { close(descriptor) }
    close(listening)
  }

  private mutating func turn() -> Bool {
    var waits = [pollfd(fd: stop, events: Int16(POLLIN), revents: 0)]
    waits.append(pollfd(fd: pause == nil ? listening : -1, events: Int16(POLLIN), revents: 0))
    for (descriptor, connection) in connections {
      let events = connection.outgoing == nil ? POLLIN : POLLOUT
      waits.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
    }
    let count = poll(&waits, nfds_t(waits.count), patience())
    if count < 0 {
      if errno == EINTR { return true }
      trouble(.failed("listen at", "its connections"))
      return false
    }
    if waits[0].revents != 0 { return false }
    for wait in waits[2...] where wait.revents != 0 { serve(wait.fd) }
    if waits[1].revents != 0 { welcome() }
    expire()
    return true
  }

  /// How long to wait, in milliseconds; -1 for ever.
  private func patience() -> Int32 {
    guard let next = (connections.values.map(\.deadline) + [pause].compactMap { $0 }).min() else { return -1 }
    // Rounded up, since what has not quite expired would be asked for again and again.
    let milliseconds = ((next - clock.now) / Duration.milliseconds(1)).rounded(.up)
    return Int32(min(max(0, milliseconds), 60_000))
  }

  private mutating func serve(_ descriptor: Int32) {
    guard var connection = connections[descriptor] else { return }
    var next = HTTPConnection.Next.goOn
    if let bytes = connection.outgoing {
      let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count >= 0 {
        next = connection.sent(count, at: clock.now)
      } else if !isPassing(errno) {
        next = .close
      }
    } else {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        connection.receive(buffer[..<count], at: clock.now, pages.answer)
      } else if count == 0 {
        next = connection.receiveEnd()
      } else if !isPassing(errno) {
        next = .close
      }
    }
    carryOut(next, connection, descriptor)
  }

  private mutating func carryOut(_ next: HTTPConnection.Next, _ connection: HTTPConnection, _ descriptor: Int32) {
    switch next {
    case .goOn: connections[descriptor] = connection
    case .hangUpHalf:
      shutdown(descriptor, Int32(SHUT_WR))
      connections[descriptor] = connection
    case .close:
      connections[descriptor] = nil
      close(descriptor)
    }
  }

  private func isPassing(_ number: Int32) -> Bool { number == EAGAIN || number == EINTR }

  /// Lets those in who wait, a bounded number at a time.
  private mutating func welcome() {
    for _ in 0..<limits.connections {
      let descriptor = accept(listening, nil, nil)
      guard descriptor >= 0 else {
        switch errno {
        case EAGAIN: return
        // Whoever knocked has gone.
        case EINTR, ECONNABORTED, EPROTO: continue
        default:
          let failure = ListenTrouble.failed("let a connection in at", "the listener")
          // The one that takes longest makes room; if there is none, others of this process have taken it.
          if closeOldest() { continue }
          trouble(failure)
          pause = clock.now + .milliseconds(200)
          return
        }
      }
      guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
        close(descriptor)
        continue
      }
      if connections.count >= limits.connections { _ = closeOldest() }
      connections[descriptor] = HTTPConnection(now: clock.now, limit: limits.time)
    }
  }

  private mutating func closeOldest() -> Bool {
    guard let oldest = connections.min(by: { $0.value.began < $1.value.began })?.key else { return false }
    connections[oldest] = nil
    close(oldest)
    return true
  }

  private mutating func expire() {
    let now = clock.now
    if let end = pause, end <= now { pause = nil }
    for (descriptor, var connection) in connections where connection.deadline <= now {
      carryOut(connection.timeOut(at: now), connection, descriptor)
    }
  }
}
