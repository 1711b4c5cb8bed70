import RecipeHarness
import TestSupport
import Testing

/// Results are read by more people than logs are.
struct SecretDetailTests {
  static let secret = "s3cret\"value/with more"

  private func expectMasked(_ run: FinishedRun, leak: Bool = true) throws {
    let text = String(decoding: try run.result.encoded(), as: UTF8.self)
    #expect(!text.contains("s3cret") && text.contains("[masked]"), "\(text)")
    #expect(run.result.flags.noSecretLeak != leak)
    #expect(run.result.reasons.map(\.code) == (leak ? [.secretLeak] : []))
    for stage in run.result.stages {
      #expect(!JUnitWriter.document(stage, recipe: "r").contains("s3cret"))
    }
    #expect(!run.result.summary.contains("s3cret"))
  }

  @Test func `the engine's own words are masked, and told as a leak`() async throws {
    let engine = StillEngine(refusal: "no such option: \(Self.secret)")
    let run = try await Kitchen().run("", engine: engine, secrets: ["TOKEN": Self.secret])
    #expect(run.result.stages.first?.reasons.map(\.code) == [.deployRefused])
    try expectMasked(run)
    #expect(run.result.reasons.first?.detail == "a secret's value is in results.json")
  }

  @Test func `what is left of a secret that was cut off is masked`() async throws {
    let engine = StillEngine(refusal: "no such option: \(Self.secret.prefix(9))")
    try expectMasked(try await Kitchen().run("", engine: engine, secrets: ["TOKEN": Self.secret]), leak: false)
  }

  /// 300 characters of what a hook wrote are told; here the secret lies on the border.
  @Test(arguments: ["", String(repeating: ".", count: 290)]) func `what a hook wrote is masked`(
    after: String
  ) async throws {
    let kitchen = try await Kitchen()
    try kitchen.scratch.write(Self.secret + "\n\n" + after, to: "said")
    try kitchen.program("seed", "cat '\(kitchen.scratch.path("said"))'; exit 1")
    let run = try await kitchen.run(
      ProgramPermissionTests.hook, permission: .all, secrets: ["TOKEN": Self.secret])
    #expect(run.result.stages.first?.reasons.map(\.code) == [.hookFailed])
    let text = String(decoding: try run.result.encoded(), as: UTF8.self)
    #expect(!text.contains("value/with") && !text.contains("s3cret"), "\(text)")
    #expect(!run.result.flags.noSecretLeak)
  }

  @Test func `variables are masked by what they hold too`() async throws {
    let run = try await Kitchen().run("extra_env: { GREETING: 's3cret-in-plain' }\n", secrets: ["T": "s3cret-in-plain"])
    try expectMasked(run)
  }
}
