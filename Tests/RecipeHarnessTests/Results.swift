import RecipeHarness
import Recipes
import Swarm
import Testing
import WorkflowModel

let head = ObjectID("7ae7b0f76efb0123456789abcdef0123456789ab") ?? .none
let base = ObjectID("1111111111111111111111111111111111111111") ?? .none

/// A run in which everything passed.
func goodResult() throws -> HarnessResult {
  let install = StageResult(
    .install, .pass, tests: [StageTest(name: "serves", status: .pass, ms: 120)],
    services: [ServiceEnd(service: "app", .converged(rolled: true))], duration: .milliseconds(4250))
  let upgrade = StageResult(
    .upgrade, .pass, services: [ServiceEnd(service: "app", .converged(rolled: false))], duration: .seconds(9))
  return HarnessResult(
    recipe: try #require(RecipeName("custom-html")), version: "1.13.0+1.28.0", pullRequest: "4", reference: "feature",
    runID: "manual-1", finished: Timestamp(seconds: 1_781_199_365),
    stages: [
      install, upgrade, StageResult(.backup, .skip, declared: "no service is backed up"),
      StageResult(.restore, .skip, declared: "no service is backed up"),
      StageResult(.custom, .pass, tests: [StageTest(name: "login", status: .pass, ms: 7)]),
    ],
    lint: LintReport(status: .pass, detail: "no rule of error severity is broken"),
    flags: RunFlags(cleanTeardown: true, noSecretLeak: true),
    customization: .members([
      "extra_env": .members(["ADMIN_PASSWORD": .text("hush"), "KEYCLOAK_URL": .text("https://k")])
    ]),
    details: RunDetails(
      nonce: "n0nce", head: head,
      base: StatedBase(RecipeBase(commit: base, reference: "1.12.0+1.27.0", version: nil)),
      domain: "cust-123456.ci.example.org", deployer: "docker", engine: "27.3.1", tool: "assay 0.3.0",
      started: Timestamp(seconds: 1_781_199_300), deployments: DeployCount(counted: 1),
      isolation: RunIsolation(checkout: "clone", home: "empty", sandbox: "none")))
}

extension HarnessResult {
  func with(_ change: (inout HarnessResult) -> Void) -> HarnessResult {
    var copy = self
    change(&copy)
    return copy
  }
}
