import Synchronization

/// What a follower sleeps by: rung from anywhere, waited at by one. A ring that nobody waits for is kept, once.
final class Bell: Sendable {
  private enum State {
    case silent
    case rung
    case awaited(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State.silent)
  private let failure = Mutex<EngineError?>(nil)

  /// Why whoever was to ring it no longer does.
  var fault: EngineError? { failure.withLock { $0 } }

  func fail(_ error: EngineError) {
    failure.withLock { $0 = error }
    ring()
  }

  func ring() {
    let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard case .awaited(let continuation) = state else {
        state = .rung
        return nil
      }
      state = .silent
      return continuation
    }
    waiting?.resume()
  }

  /// Returns at the next ring, after that time, or when the task is cancelled.
  func wait(atMost time: Duration) async {
    await withTaskGroup { group in
      group.addTask {
        // Cut short once the bell has rung: then nobody waits.
        do { try await Task.sleep(for: time) } catch { return }
        self.ring()
      }
      await withTaskCancellationHandler {
        await next()
      } onCancel: {
        ring()
      }
      group.cancelAll()
    }
  }

  private func next() async {
    await withCheckedContinuation { continuation in
      let hasRung = state.withLock { state in
        if case .rung = state {
          state = .silent
          return true
        }
        state = .awaited(continuation)
        return false
      }
      if hasRung { continuation.resume() }
    }
  }
}
