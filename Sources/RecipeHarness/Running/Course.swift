import HostEffects
import Recipes
import Swarm
import WorkflowModel

/// The stages of one run in their order, and what each came to.
struct Course: Sendable {
  let run: HarnessRun
  let app: App
  let head: ObjectID
  private(set) var results: [StageResult] = []
  var lint: LintReport?
  var version: RecipeVersion?
  /// How often the stack was deployed from nothing; exactly once in a run that gets that far.
  var deployments = 0
  var base: RecipeBase?
  var noBase: NoBase?
  /// How every service's deployment ended in the stage that is under way.
  var ends: [ServiceEnd] = []
  var snapshots: [Snapshot] = []
  /// The volumes that what was deployed declares, by their names in the engine.
  var declaredVolumes: Set<String> = []
  /// Of the run's own making, by their names in the engine.
  var secrets: [String: String] = [:]
  private(set) var logs: [RunLog] = []
  /// Rung by the engine's events, for as long as the stages last.
  private(set) var bell: Bell?

  init(_ run: HarnessRun, _ app: App, head: ObjectID) {
    self.run = run
    self.app = app
    self.head = head
  }

  var engine: any SwarmEngine { run.engine }
  var request: HarnessRequest { run.request }
  var metadata: RecipeMetadata { run.request.metadata }

  mutating func goThrough() async throws {
    try await prepare()
    guard !request.stages.isEmpty else { return }
    let (engine, stack) = (engine, app.stack)
    try await engine.listening(to: stack) { bell in
      self.bell = bell
      try await goThroughStages()
    }
  }

  private mutating func goThroughStages() async throws {
    try await stage(.install) { course in try await course.install() }
    if let install = result(of: .install), install.status != .pass {
      // Without an app there is nothing to do anything with.
      leaveOut(Reason(.prevented, "nothing was installed"))
      return
    }
    try await stage(.upgrade) { course in try await course.upgrade() }
    try await stage(.backup) { course in try await course.backUp() }
    try await stage(.restore) { course in try await course.restore() }
    try await stage(.custom) { course in try await course.custom() }
  }

  func result(of stage: Stage) -> StageResult? { results.first { $0.stage == stage } }

  /// Every stage that was asked for and not reached is unverified.
  mutating func leaveOut(_ reason: Reason) {
    for stage in Stage.allCases where request.stages.contains(stage) && result(of: stage) == nil {
      results.append(StageResult(stage, .unver, reasons: [reason]))
    }
  }

  mutating func keep(_ bytes: [UInt8], as name: String) { logs.append(RunLog(name: name, bytes: bytes)) }

  /// Does one stage if it was asked for. What it throws is its result; once cancelled, that is the cancellation's doing,
  /// whatever it is called by what was ended in the middle.
  private mutating func stage(_ stage: Stage, _ work: (inout Course) async throws -> [String]) async throws {
    guard request.stages.contains(stage) else { return }
    run.report(.began(stage))
    ends = []
    let clock = ContinuousClock()
    let began = clock.now
    func result(
      _ status: RungStatus, tests: [String] = [], _ reason: Reason? = nil, declared: String = ""
    ) -> StageResult {
      StageResult(
        stage, status, tests: tests.map { StageTest(name: $0, status: .pass, ms: 0) },
        reasons: reason.map { [$0] } ?? [], declared: declared, services: ends, duration: clock.now - began)
    }
    let came: StageResult
    do {
      try Task.checkCancellation()
      came = result(.pass, tests: try await work(&self))
    } catch let error where error is CancellationError || Task.isCancelled {
      throw CancellationError()
    } catch let skip as StageSkip {
      came = result(.skip, declared: skip.reason)
    } catch let failure as StageFailure {
      if failure.code.isSaidBesideTheEngine, let loss = await loss() {
        let consequence = "\(failure.code.rawValue): \(failure.detail)"
        came = result(.unver, Reason(.engineLost, "\(loss); what came of it is no answer (\(consequence))"))
      } else {
        came = result(failure.code.isTheRecipes ? .fail : .unver, Reason(failure.code, failure.detail))
      }
    } catch let error as EngineError {
      came = result(.unver, Reason(.engineLost, "\(error)"))
    } catch {
      came = result(.unver, Reason(.unclassified, "\(error)"))
    }
    results.append(came)
    run.report(.finished(came.masked(masking)))
  }

  /// Why the engine does not answer; nil when it does.
  private func loss() async -> EngineError? {
    do {
      _ = try await engine.id()
      return nil
    } catch {
      return error as? EngineError
    }
  }
}

/// A stage that does not apply, by declaration or by a fact of the recipe.
struct StageSkip: Error {
  let reason: String
}

/// What something wrote during the run, as it wrote it; it is masked before it is stored.
struct RunLog: Hashable, Sendable {
  let name: String
  let bytes: [UInt8]
}

extension ReasonCode {
  /// Whether programs and probes beside the engine say it: without the engine there is no app, and all of them fail.
  fileprivate var isSaidBesideTheEngine: Bool {
    switch self {
    case .unhealthy, .notReady, .hookFailed, .testsFailed, .testMissing, .noTestsCollected, .backupEmpty: true
    default: false
    }
  }

  /// Whether it says something about the recipe; otherwise nobody knows how the recipe is.
  var isTheRecipes: Bool {
    switch self {
    case .notApproved, .baseMissing, .engineLost, .prevented, .interrupted, .deadline, .unclassified: false
    default: true
    }
  }
}
