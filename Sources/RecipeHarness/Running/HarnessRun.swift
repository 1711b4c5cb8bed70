import Evidence
import FoundationEssentials
import Glibc
import HostEffects
import Recipes
import Swarm
import WorkflowModel

/// One run of the harness, from an empty engine to an empty engine.
///
/// Base deploy → head redeploy → backup → restore → the recipe's own tests → teardown, each stage judged by what the
/// engine says afterwards. There is one base deployment in a run, mutated in place; the teardown is done whatever
/// happened, also when the run is cancelled; and a run that ends always has results. What cannot be classified is
/// `unver`, never a pass.
package struct HarnessRun: Sendable {
  let request: HarnessRequest
  let engine: any SwarmEngine
  let deployer: any Deployer
  let host: Host
  let report: @Sendable (HarnessProgress) -> Void

  package init(
    _ request: HarnessRequest, engine: any SwarmEngine, deployer: any Deployer, host: Host,
    report: @escaping @Sendable (HarnessProgress) -> Void
  ) {
    self.request = request
    self.engine = engine
    self.deployer = deployer
    self.host = host
    self.report = report
  }

  /// Runs and returns the results with the logs that belong to them. Throws ``HarnessError``, ``EngineError`` and
  /// `CancellationError` before anything was deployed; from then on whatever goes wrong stands in the results.
  package func run() async throws -> FinishedRun {
    let started = host.now()
    let domain = AppDomain(
      recipe: request.recipe, pullRequest: request.pullRequest ?? "", reference: request.head, zone: Self.zone)
    try FileManager.default.createDirectory(atPath: request.state, withIntermediateDirectories: true)
    let traces = AppLock.Traces(
      domain: domain.text, stack: domain.stack, process: getpid(), engine: try await engine.id())
    async let asked = engine.version()
    try await Janitor(engine: engine, directory: request.state).sweep()
    let lock = try await takeLock(traces)
    var mayHaveLeft = false
    // What is not known to be gone keeps its lock file, so that the next sweep clears it.
    defer { if !mayHaveLeft { lock.release() } }
    let scratch = try HeldDirectory.make(
      in: FileManager.default.temporaryDirectory.path, prefix: "assay-harness-", for: .owner, host: host)
    defer { discard(scratch) }

    let clone = try await RecipeClone.make(from: request.source, at: scratch.path + "/recipe", host: host)
    let head = try await clone.commit(request.head)
    let version = try await asked
    let app = App(recipe: request.recipe, domain: domain, clone: clone, directory: scratch.path)
    var course = Course(self, app, head: head)
    var interruption: Reason?
    do {
      try await course.goThrough()
    } catch is CancellationError {
      interruption = Reason(.interrupted)
      course.leaveOut(Reason(.interrupted))
    }
    // Not itself cancelled by what cancelled the run.
    let ended = course
    let picture = interruption == nil ? await ended.picture() : .none("the run was interrupted")
    let ending = await Task { await ended.tearDown() }.value
    mayHaveLeft = ending.trouble != nil
    return try course.result(ending, picture, interruption: interruption, started: started, engine: version)
  }

  /// Reserved for names that nobody resolves (RFC 2606).
  static let zone = "assay.invalid"

  private func takeLock(_ traces: AppLock.Traces) async throws -> AppLock {
    if let lock = try AppLock.take(traces, in: request.state, .none) { return lock }
    report(.note("another run has \(traces.domain); waiting for it"))
    while true {
      try await Task.sleep(for: .milliseconds(200))
      if let lock = try AppLock.take(traces, in: request.state, .none) { return lock }
    }
  }

  private func discard(_ scratch: HeldDirectory) {
    do { try scratch.remove() } catch { report(.note("\(scratch.path) could not be removed: \(error)")) }
  }
}

/// A run that came to its end, whatever that was.
package struct FinishedRun: Sendable {
  package var result: HarnessResult
  /// What was written during the run, masked.
  package let logs: [EvidenceFile]
  /// A PNG file's bytes; nil where the results say why not.
  package var screenshot: [UInt8]?
}
