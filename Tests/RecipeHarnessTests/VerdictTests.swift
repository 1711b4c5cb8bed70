import RecipeHarness
import Recipes
import Swarm
import Testing
import WorkflowModel

@Suite struct VerdictTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let verdict: RunVerdict
    let exit: Int32
    let level: Int
    let change: @Sendable (inout HarnessResult) -> Void
  }

  static let leaking = RunFlags(cleanTeardown: true, noSecretLeak: false)
  static let dirty = RunFlags(cleanTeardown: false, noSecretLeak: true)

  static let cases = [
    Case(testDescription: "all passed", verdict: .pass, exit: 0, level: 5) { _ in },
    Case(testDescription: "a stage failed", verdict: .fail, exit: 1, level: 1) {
      $0.stages[1] = StageResult(.upgrade, .fail, reasons: [Reason(.rolledBack)])
    },
    Case(testDescription: "a failure goes before what was not tried", verdict: .fail, exit: 1, level: 0) {
      $0.stages[0] = StageResult(.install, .fail, reasons: [Reason(.unhealthy)])
      $0.stages[1] = StageResult(.upgrade, .unver)
    },
    Case(testDescription: "a stage could not be tried", verdict: .error, exit: 69, level: 1) {
      $0.stages[1] = StageResult(.upgrade, .unver, reasons: [Reason(.engineLost)])
    },
    Case(testDescription: "lint never fails a run", verdict: .pass, exit: 0, level: 4) {
      $0.lint = LintReport(status: .fail, detail: "broken: L1", rulesFailed: ["L1"])
    },
    Case(testDescription: "lint was not asked for", verdict: .pass, exit: 0, level: 4) { $0.lint = nil },
    Case(testDescription: "lint alone decides", verdict: .fail, exit: 1, level: 0) {
      $0.stages = []
      $0.lint = LintReport(status: .fail, detail: "broken: L1", rulesFailed: ["L1"])
    },
    Case(testDescription: "nothing was tried", verdict: .error, exit: 69, level: 0) {
      $0.stages = []
      $0.lint = nil
    },
    Case(testDescription: "nothing but skips", verdict: .error, exit: 69, level: 0) {
      $0.stages = [StageResult(.upgrade, .skip, declared: "none is published")]
    },
    Case(testDescription: "one stage alone, as asked", verdict: .pass, exit: 0, level: 1) {
      $0.stages = [StageResult(.install, .pass)]
    },
    Case(testDescription: "something is left", verdict: .fail, exit: 1, level: 5) { $0.flags = dirty },
    Case(testDescription: "a secret leaked", verdict: .fail, exit: 1, level: 5) { $0.flags = leaking },
    Case(testDescription: "deployed twice", verdict: .fail, exit: 1, level: 5) {
      $0.details = $0.details.counting(2)
    },
    Case(testDescription: "the time was up", verdict: .error, exit: 75, level: 5) {
      $0.reasons = [Reason(.deadline)]
    },
    Case(testDescription: "a signal ended a stage", verdict: .error, exit: 75, level: 2) {
      $0.stages[4] = StageResult(.custom, .unver, reasons: [Reason(.interrupted)])
    },
    Case(testDescription: "it is not known what is left", verdict: .error, exit: 69, level: 5) {
      $0.flags = dirty
      $0.reasons = [Reason(.engineLost)]
    },
    Case(testDescription: "it is known that something is left", verdict: .fail, exit: 1, level: 5) {
      $0.flags = dirty
      $0.reasons = [Reason(.teardownLeak), Reason(.deadline)]
    },
    Case(testDescription: "a signal before anything was deployed", verdict: .error, exit: 75, level: 0) {
      $0.stages = Stage.allCases.map { StageResult($0, .unver, reasons: [Reason(.interrupted)]) }
      $0.reasons = [Reason(.interrupted)]
      $0.details = $0.details.counting(0)
    },
    Case(testDescription: "the base could not be had", verdict: .error, exit: 69, level: 0) {
      $0.stages = [StageResult(.install, .unver, reasons: [Reason(.baseMissing)])]
      $0.details = $0.details.counting(0)
    },
    Case(testDescription: "stages that passed without a deployment", verdict: .fail, exit: 1, level: 5) {
      $0.details = $0.details.counting(0)
    },
    Case(testDescription: "half of backup and restore", verdict: .pass, exit: 0, level: 2) { $0.stages.remove(at: 3) },
    Case(testDescription: "a backup without its restore", verdict: .error, exit: 69, level: 2) {
      $0.stages[2] = StageResult(.backup, .pass)
      $0.stages[3] = StageResult(.restore, .unver)
    },
    Case(testDescription: "a declaration fills in what was not tried", verdict: .pass, exit: 0, level: 5) {
      $0.stages.removeSubrange(2...3)
      $0.expectedNA = [.backupRestore: "it keeps nothing"]
    },
    Case(testDescription: "a declaration excuses no failure", verdict: .fail, exit: 1, level: 1) {
      $0.stages[1] = StageResult(.upgrade, .fail, reasons: [Reason(.crashLoop)])
      $0.expectedNA = [.upgrade: "it cannot be upgraded"]
    },
    Case(testDescription: "and nothing that could not be classified", verdict: .error, exit: 69, level: 1) {
      $0.stages[1] = StageResult(.upgrade, .unver, reasons: [Reason(.engineLost)])
      $0.expectedNA = [.upgrade: "it cannot be upgraded"]
    },
  ]

  @Test(arguments: cases) func `verdict, exit and level follow from what was seen`(row: Case) throws {
    let result = try goodResult().with(row.change)
    #expect(result.verdict == row.verdict)
    #expect(result.exit == row.exit)
    #expect(result.level == row.level)
  }

  @Test func `every way in which a rollout fails has its own code and sentence`() {
    for failure in RolloutFailure.allCases { #expect(ReasonCode(failure).rawValue == failure.rawValue) }
    #expect(Set(ReasonCode.allCases.map(\.sentence)).count == ReasonCode.allCases.count)
    #expect(Reason(.rolledBack, "task\n1 failed").description.hasSuffix("put the base back: task 1 failed"))
  }
}

extension RunDetails {
  func counting(_ count: Int) -> RunDetails {
    RunDetails(
      nonce: nonce, head: head, base: base, domain: domain, deployer: deployer, engine: engine, tool: tool,
      started: Timestamp(started) ?? Timestamp(seconds: 0), deployments: DeployCount(counted: count),
      isolation: isolation)
  }
}
