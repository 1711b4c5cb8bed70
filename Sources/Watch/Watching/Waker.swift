/// Where a loop waits for the next reason to look: a ring, or the time being up. Rings while nobody waits count as one.
@MainActor
package final class Waker {
  private var isRung = false
  private var waiting: CheckedContinuation<Void, Never>?

  package init() {}

  package func ring() {
    guard let waiting else {
      isRung = true
      return
    }
    self.waiting = nil
    waiting.resume()
  }

  /// Returns at the next ring, after that time, or when the task is cancelled; whether somebody rang.
  @discardableResult
  package func wait(atMost limit: Duration) async -> Bool {
    if isRung {
      isRung = false
      return true
    }
    var isUp = false
    let timer = Task {
      do {
        try await Task.sleep(for: limit)
        isUp = true
        ring()
      } catch {
        // Somebody rang first.
      }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiting = $0 }
    } onCancel: {
      Task { @MainActor in self.ring() }
    }
    timer.cancel()
    return !isUp
  }
}
