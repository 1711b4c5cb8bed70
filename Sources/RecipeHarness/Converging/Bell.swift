import Synchronization

/// What a follower sleeps by: rung from anywhere, waited at by one. A ring that nobody waits for is kept, once.
package final class Bell: Sendable {
  /// What ended a wait.
  package enum Waking: Hashable, Sendable { case rung, late }

  private enum State {
    case silent
    case over(Waking)
    case awaited(CheckedContinuation<Waking, Never>)
  }

  private let state = Mutex(State.silent)
  private let failure = Mutex<EngineError?>(nil)

  /// Why whoever was to ring it no longer does.
  var fault: EngineError? { failure.withLock { $0 } }

  func fail(_ error: EngineError) {
    failure.withLock { $0 = error }
    ring()
  }

  func ring() { end(.rung) }

  private func end(_ waking: Waking) {
    let waiting: CheckedContinuation<Waking, Never>? = state.withLock { state in
      switch state {
      case .awaited(let continuation):
        state = .silent
        return continuation
      case .over(.rung): break
      case .over(.late), .silent: state = .over(waking)
      }
      return nil
    }
    waiting?.resume(returning: waking)
  }

  /// Returns at the next ring, after that time, or when the task is cancelled.
  @discardableResult
  package func wait(atMost time: Duration) async -> Waking {
    await withTaskGroup { group in
      group.addTask {
        // Cut short once the bell has rung: then nobody waits.
        do { try await Task.sleep(for: time) } catch { return }
        self.end(.late)
      }
      let waking = await withTaskCancellationHandler {
        await next()
      } onCancel: {
        ring()
      }
      group.cancelAll()
      return waking
    }
  }

  private func next() async -> Waking {
    await withCheckedContinuation { continuation in
      let ended: Waking? = state.withLock { state in
        if case .over(let waking) = state {
          state = .silent
          return waking
        }
        state = .awaited(continuation)
        return nil
      }
      if let ended { continuation.resume(returning: ended) }
    }
  }
}

extension SwarmReader {
  /// Runs the body with a bell that the engine's events about the stack ring.
  package func listening<Value: Sendable>(
    to stack: String, _ body: (Bell) async throws -> Value
  ) async throws -> Value {
    let bell = Bell()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await watch(stack) { bell.ring() }
        } catch is CancellationError {
        } catch {
          // Not the end: an engine that has gone away says so at the next look.
          bell.fail(error as? EngineError ?? .unreachable("\(error)"))
        }
      }
      defer { group.cancelAll() }
      return try await body(bell)
    }
  }
}
