import Subprocess
import Synchronization

/// The watch over one running session: reads both streams, waits for the leader, minds the deadline, and ends the
/// session when the first of these says so.
struct Supervision: Sendable {
  struct Report: Sendable {
    var timedOut = false
    var survivors = 0
    var failure: (any Error)?
  }

  private enum Event: Sendable {
    case streamEnded((any Error)?)
    case leaderLeft
    case deadline
    case stopped
    case swept(survivors: Int)
  }

  /// Set once the session is gone: what is still in a pipe is read, but nobody is waited for.
  private final class Drain: Sendable {
    private let flag = Atomic(false)
    var isOn: Bool { flag.load(ordering: .acquiring) }
    func begin() { flag.store(true, ordering: .releasing) }
  }

  let session: ProcessSession
  let command: SupervisedCommand
  let sink: @Sendable (OutputStream, [UInt8]) throws -> Void

  func follow(
    _ output: SubprocessOutputSequence, _ errors: SubprocessOutputSequence, until stop: AsyncStream<Never>
  ) async -> Report {
    let drain = Drain()
    return await withTaskGroup(of: Event.self) { group in
      group.addTask { await read(output, as: .stdout, drain) }
      group.addTask { await read(errors, as: .stderr, drain) }
      group.addTask { await awaitLeader() }
      group.addTask {
        // Cancelled only when the watch is over; nobody reads the event then.
        do { try await Task.sleep(for: command.deadline) } catch { return .stopped }
        return .deadline
      }
      group.addTask {
        for await _ in stop {}
        return .stopped
      }

      var report = Report()
      var openStreams = 2
      var leaderLeft = false
      var sweep = Sweep.notBegun
      while openStreams > 0 || !leaderLeft || sweep != .done, let event = await group.next() {
        switch event {
        case .streamEnded(let failure):
          openStreams -= 1
          guard let failure else { continue }
          report.failure = report.failure ?? failure
        case .leaderLeft: leaderLeft = true
        case .deadline: report.timedOut = sweep == .notBegun
        case .stopped: break
        case .swept(let survivors):
          sweep = .done
          report.survivors = survivors
          drain.begin()
          continue
        }
        if sweep == .notBegun {
          sweep = .begun
          group.addTask { .swept(survivors: await session.end(grace: command.grace)) }
        }
      }
      group.cancelAll()
      return report
    }
  }

  private enum Sweep { case notBegun, begun, done }

  private func read(_ stream: SubprocessOutputSequence, as name: OutputStream, _ drain: Drain) async -> Event {
    // More than any pipe holds: what the session left in it is read whole, an escaped writer is not followed.
    var drainable = 2 << 20
    do {
      for try await buffer in stream {
        try sink(name, buffer.withUnsafeBytes { Array($0) })
        guard drain.isOn else { continue }
        drainable -= buffer.count
        if drainable < 0 { break }
      }
      return .streamEnded(nil)
    } catch {
      return .streamEnded(error)
    }
  }

  private func awaitLeader() async -> Event {
    var pause = Duration.milliseconds(1)
    while !session.leaderHasLeft {
      do { try await Task.sleep(for: pause) } catch { return .leaderLeft }
      pause = min(pause * 2, .milliseconds(20))
    }
    return .leaderLeft
  }
}
