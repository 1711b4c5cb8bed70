import Glibc
import SystemPackage

/// What a session writes, read on a thread of its own: however busy the pool of tasks is, a command is not slowed down by
/// who reads it.
///
/// The sink is called on that thread. Reading ends when nobody holds the writing ends any more, when the sink throws, and
/// on ``drain()``.
struct SessionOutput: ~Copyable {
  /// The writing ends, for the session alone: they are closed here by ``closeWriters()``.
  let stdout: FileDescriptor
  let stderr: FileDescriptor
  /// Finishes when reading has ended; it throws what the sink threw, and ``FileFailure`` for a stream that cannot be read.
  let ended: AsyncThrowingStream<Never, any Error>
  private var thread: OwnThread?
  private var writersAreOpen = true

  init(sink: @escaping @Sendable (OutputStream, [UInt8]) throws -> Void) throws(FileFailure) {
    let output = try Pipe()
    let errors: Pipe
    do throws(FileFailure) {
      errors = try Pipe()
    } catch {
      output.close()
      throw error
    }
    let (ended, end) = AsyncThrowingStream<Never, any Error>.makeStream()
    do throws(FileFailure) {
      thread = try OwnThread { stop in
        var reading = SessionReading(streams: [(.stdout, output.reader), (.stderr, errors.reader)], sink: sink)
        end.finish(throwing: reading.run(until: stop))
      }
    } catch {
      output.close()
      errors.close()
      throw error
    }
    self.ended = ended
    stdout = FileDescriptor(rawValue: output.writer)
    stderr = FileDescriptor(rawValue: errors.writer)
  }

  deinit {
    if writersAreOpen { Self.close(stdout, stderr) }
  }

  /// Once the session has its own: the streams end when it ends.
  mutating func closeWriters() {
    guard writersAreOpen else { return }
    writersAreOpen = false
    Self.close(stdout, stderr)
  }

  /// Once the session is gone: what is still in the pipes is read, and an escaped writer is not followed.
  mutating func drain() {
    thread = nil
  }

  private static func close(_ descriptors: FileDescriptor...) {
    for descriptor in descriptors { Glibc.close(descriptor.rawValue) }
  }
}

/// A pipe whose reader never waits in `read`. What is started meanwhile does not inherit it: Subprocess marks every
/// descriptor of a child to be closed.
private struct Pipe {
  let reader: Int32
  let writer: Int32

  init() throws(FileFailure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw FileFailure("cannot make", "a pipe") }
    (reader, writer) = (ends[0], ends[1])
    guard fcntl(reader, F_SETFL, O_NONBLOCK) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
      let failure = FileFailure("cannot set up", "a pipe")
      close()
      throw failure
    }
  }

  func close() {
    Glibc.close(reader)
    Glibc.close(writer)
  }
}

/// The work of the thread that reads.
private struct SessionReading {
  var streams: [(name: OutputStream, descriptor: Int32)]
  let sink: (OutputStream, [UInt8]) throws -> Void
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Nil while the session lives; then how much is still read: more than any pipe holds.
  private var drainable: Int?

  init(
    streams: [(name: OutputStream, descriptor: Int32)], sink: @escaping (OutputStream, [UInt8]) throws -> Void
  ) {
    self.streams = streams
    self.sink = sink
  }

  private enum Step { case more, nothingNow, over }

  /// What went wrong, if something did.
  mutating func run(until stop: Int32) -> (any Error)? {
    defer { for stream in streams { close(stream.descriptor) } }
    do {
      while !streams.isEmpty {
        let ready = drainable == nil ? try waitForOutput(or: stop) : streams.map(\.descriptor)
        for descriptor in ready {
          guard let place = streams.firstIndex(where: { $0.descriptor == descriptor }) else { continue }
          let step = try read(streams[place])
          guard step == .over || step == .nothingNow && drainable != nil else { continue }
          close(descriptor)
          streams.remove(at: place)
        }
      }
      return nil
    } catch {
      return error
    }
  }

  private mutating func waitForOutput(or stop: Int32) throws(FileFailure) -> [Int32] {
    var waits = streams.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    waits.append(pollfd(fd: stop, events: Int16(POLLIN), revents: 0))
    guard poll(&waits, nfds_t(waits.count), -1) >= 0 else {
      if errno == EINTR { return [] }
      throw FileFailure("cannot wait for", "what a command writes")
    }
    if waits.removeLast().revents != 0 { drainable = 2 << 20 }
    return waits.filter { $0.revents != 0 }.map(\.fd)
  }

  private mutating func read(_ stream: (name: OutputStream, descriptor: Int32)) throws -> Step {
    let count = Glibc.read(stream.descriptor, &buffer, buffer.count)
    switch count {
    case 1...:
      try sink(stream.name, Array(buffer[..<count]))
      guard let left = drainable else { return .more }
      drainable = left - count
      return left > count ? .more : .over
    case 0: return .over
    default:
      switch errno {
      case EINTR: return .more
      case EAGAIN: return .nothingNow
      default: throw FileFailure("cannot read", "what a command writes")
      }
    }
  }
}
