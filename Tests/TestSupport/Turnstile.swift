/// Lets so many through at once: health checks have a second, and two cores bear only so many engines' work.
package actor Turnstile {
  /// For all tests that put stacks on the ``PrivateSwarm``.
  package static let stacks = Turnstile(places: 6)

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  package init(places: Int) { self.places = places }

  package nonisolated func pass<Value>(_ work: () async throws -> Value) async throws -> Value {
    await enter()
    do {
      let value = try await work()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if places > 0 { places -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
  }

  private func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}
