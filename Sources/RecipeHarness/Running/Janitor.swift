import FoundationEssentials
import HostEffects
import WorkflowModel

/// Clears what killed runs left in the engine: only what it holds the lock for, and only in the engine that the lock
/// names. Two janitors at once share the work; a run that waits for the lock of a domain waits until it is clear.
package struct Janitor {
  let engine: any SwarmEngine
  let directory: String

  package init(engine: any SwarmEngine, directory: String) {
    self.engine = engine
    self.directory = directory
  }

  /// Returns the domains that were cleared. Throws ``EngineError`` and ``HarnessError``; what was not cleared keeps its
  /// lock file for the next.
  @discardableResult
  package func sweep() async throws -> [String] {
    // Where no run has ever been, none has left anything.
    guard FileManager.default.fileExists(atPath: directory) else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".lock") }
    guard !names.isEmpty else { return [] }
    let id = try await engine.id()
    var cleared: [String] = []
    for name in names.sorted() {
      guard let (lock, traces) = AppLock.takeLeftBehind(name, in: directory) else { continue }
      if let traces {
        guard traces.engine == id else { continue }
        try await Teardown(engine: engine, stack: traces.stack).clear()
        cleared.append(lock.domain)
      }
      lock.release()
    }
    return cleared
  }
}
