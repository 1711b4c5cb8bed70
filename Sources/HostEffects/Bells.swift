import Glibc
import Synchronization

/// Bells that ring when a reference may have moved: one listener to the file system for all of them, since the kernel
/// gives a user few.
///
/// A ring says nothing but "look again": the reference may stand where it stood. What moved is never missed on a file
/// system of this machine's own; on one that others write to by network no bell rings, so a watch looks now and then as
/// well.
package final class Bells: Sendable {
  private let tower: BellTower
  private let thread: OwnThread

  /// `trouble` is told of every directory that cannot be watched, once, and of a listener that has failed: then nothing
  /// rings, and one has to look without.
  package init(trouble: @escaping @Sendable (FileFailure) -> Void = { _ in }) throws(FileFailure) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw FileFailure("cannot listen to", "the file system") }
    let tower = BellTower(descriptor: descriptor, trouble: trouble)
    self.tower = tower
    do throws(FileFailure) {
      thread = try OwnThread { tower.listen(until: $0) }
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Rings at once, since nobody knows what came before, and then whenever the reference may have moved. Rings that
  /// nobody has listened to yet are one. It is taken down when the stream is let go of.
  ///
  /// The directory is the absolute path of the one that has `refs` (of a linked work tree, the common one). It need not
  /// be there; when it comes, the bell rings.
  package func bell(gitDirectory: String, reference: String) -> AsyncStream<Void> {
    tower.hang(ReferenceTrail(gitDirectory: gitDirectory, reference: reference))
  }
}

/// What the thread that listens shares with those who hang bells.
private final class BellTower: Sendable {
  private struct State {
    var ropes: BellRopes
    var ringers: [Int: AsyncStream<Void>.Continuation] = [:]
    var next = 0
    /// Nobody listens any more.
    var isOver = false
  }

  private let descriptor: Int32
  private let trouble: @Sendable (FileFailure) -> Void
  private let state: Mutex<State>

  init(descriptor: Int32, trouble: @escaping @Sendable (FileFailure) -> Void) {
    self.descriptor = descriptor
    self.trouble = trouble
    state = Mutex(State(ropes: BellRopes(descriptor: descriptor)))
  }

  func hang(_ trail: ReferenceTrail) -> AsyncStream<Void> {
    let (stream, ringer) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let (id, troubles) = state.withLock { state -> (Int?, [FileFailure]) in
      guard !state.isOver else { return (nil, []) }
      let id = state.next
      state.next += 1
      state.ringers[id] = ringer
      return (id, state.ropes.hang(id, on: trail))
    }
    troubles.forEach(trouble)
    ringer.yield()
    guard let id else {
      ringer.finish()
      return stream
    }
    ringer.onTermination = { [weak self] _ in self?.takeDown(id) }
    return stream
  }

  private func takeDown(_ id: Int) {
    // What is left of the stream ends outside of the lock.
    let ringer = state.withLock { state in
      if !state.isOver { state.ropes.takeDown(id) }
      return state.ringers.removeValue(forKey: id)
    }
    withExtendedLifetime(ringer) {}
  }

  /// The work of the thread.
  func listen(until stop: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&waits, 2, -1)
      if count > 0, waits[1].revents != 0 { break }
      let length = count > 0 ? read(descriptor, &buffer, buffer.count) : -1
      if length < 0, errno == EINTR || errno == EAGAIN { continue }
      guard length > 0 else {
        trouble(FileFailure("cannot listen to", "the file system"))
        break
      }
      ring(InotifyEvent.read(buffer[..<length]))
    }
    let ringers = state.withLock { state in
      state.isOver = true
      defer { state.ringers = [:] }
      return Array(state.ringers.values)
    }
    close(descriptor)
    for ringer in ringers { ringer.finish() }
  }

  private func ring(_ events: [InotifyEvent]) {
    let (ringers, troubles) = state.withLock { state in
      let heard = state.ropes.hear(events)
      return (heard.rings.compactMap { state.ringers[$0] }, heard.troubles)
    }
    for ringer in ringers { ringer.yield() }
    troubles.forEach(trouble)
  }
}
