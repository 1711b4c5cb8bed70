import Recipes
import WorkflowModel

extension ResultsDocument {
  init(_ result: HarnessResult) {
    func named<Value>(_ values: [Rung: Value]) -> [String: Value] {
      Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
    }
    let rungs = result.rungs
    let lint = result.lint ?? LintReport(status: .unver, detail: "not asked for")
    let linted = lint.rulesFailed.map { StageTest(name: $0, status: .fail, ms: 0) }
    schema = Self.schema
    recipe = result.recipe
    version = result.version
    pr = result.pullRequest
    ref = result.reference
    runID = result.runID
    finished = "\(result.finished)"
    stages =
      result.stages.map { StatedStage(name: $0.stage.rawValue, status: $0.status, tests: $0.tests) }
      + [StatedStage(name: Rung.lint.rawValue, status: lint.status, tests: linted)]
    level = result.level
    self.rungs = named(rungs)
    self.lint = lint
    skips = StatedSkips(
      intentional: named(result.intentionalSkips),
      unintentional: Rung.allCases.filter { rungs[$0] == .unver }.map(\.rawValue))
    flags = result.flags
    screenshot = result.screenshot
    summaryCard = result.summaryCard
    customization = result.customization.masked
    assay = StatedRun(
      schema: StatedRun.schema, verdict: result.verdict,
      codes: (result.stages.flatMap(\.reasons) + result.reasons).map(\.code), reasons: result.reasons,
      stages: result.stages.map(StatedStageDetails.init), expectedNA: named(result.expectedNA),
      isLinted: result.lint != nil, details: result.details)
  }

  /// The result that this document states; nil when its parts contradict each other.
  var result: HarnessResult? {
    guard let finished = Timestamp(finished), stages.count == assay.stages.count + 1 else { return nil }
    var expectedNA: [Rung: String] = [:]
    for (name, why) in assay.expectedNA {
      guard let rung = Rung(rawValue: name) else { return nil }
      expectedNA[rung] = why
    }
    let results = zip(stages, assay.stages).map { stage, details in
      StageResult(
        details.name, stage.status, tests: stage.tests, reasons: details.reasons, declared: details.declared,
        services: details.services, duration: .milliseconds(details.milliseconds))
    }
    let result = HarnessResult(
      recipe: recipe, version: version, pullRequest: pr, reference: ref, runID: runID, finished: finished,
      stages: results, lint: assay.isLinted ? lint : nil, expectedNA: expectedNA, flags: flags, reasons: assay.reasons,
      screenshot: screenshot, summaryCard: summaryCard, customization: customization, details: assay.details)
    return ResultsDocument(result) == self ? result : nil
  }
}

extension StatedStageDetails {
  init(_ result: StageResult) {
    name = result.stage
    reasons = result.reasons
    declared = result.declared
    services = result.services
    milliseconds = result.duration.milliseconds
  }
}

extension Duration {
  /// Whole milliseconds; the rest is dropped.
  package var milliseconds: Int {
    Int(clamping: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
