/// The watch over one running session: waits for its leader and for its output, minds the deadline, and ends the session
/// when the first of these says so.
struct Supervision: Sendable {
  struct Report: Sendable {
    var timedOut = false
    var survivors = 0
    var failure: (any Error)?
  }

  private enum Event: Sendable {
    case outputEnded((any Error)?)
    case leaderLeft
    case deadline
    case stopped
    case swept(survivors: Int)
  }

  let session: ProcessSession
  let command: SupervisedCommand

  func follow(_ output: inout SessionOutput, until stop: AsyncStream<Never>) async -> Report {
    await withTaskGroup(of: Event.self) { group in
      let ended = output.ended
      group.addTask {
        do {
          for try await _ in ended {}
          return .outputEnded(nil)
        } catch {
          return .outputEnded(error)
        }
      }
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
      var outputEnded = false
      var leaderLeft = false
      var sweep = Sweep.notBegun
      while !outputEnded || !leaderLeft || sweep != .done, let event = await group.next() {
        switch event {
        case .outputEnded(let failure):
          outputEnded = true
          guard let failure else { continue }
          report.failure = failure
        case .leaderLeft: leaderLeft = true
        case .deadline: report.timedOut = sweep == .notBegun
        case .stopped: break
        case .swept(let survivors):
          sweep = .done
          report.survivors = survivors
          output.drain()
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

  private func awaitLeader() async -> Event {
    var pause = Duration.milliseconds(1)
    while !session.leaderHasLeft {
      do { try await Task.sleep(for: pause) } catch { return .leaderLeft }
      pause = min(pause * 2, .milliseconds(20))
    }
    return .leaderLeft
  }
}
