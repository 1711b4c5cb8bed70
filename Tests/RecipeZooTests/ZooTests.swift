import Evidence
import FoundationEssentials
import RecipeHarness
import Recipes
import TestSupport
import Testing
import WorkflowModel

/// Every species on a real Swarm: the verdict, its reason, the time to it, and that nothing stays.
@Suite(.enabled("a private Swarm needs root and docker") { try await PrivateSwarm.isToBeHad() }) struct ZooTests {
  @Test(.timeLimit(.minutes(20)), arguments: Zoo.species) func `a recipe is judged as what it is`(
    species: Species
  ) async throws {
    let swarm = try #require(try await PrivateSwarm.shared())
    let visit = try await Visit(species, swarm)
    let run = try await Turnstile.stacks.pass { try await visit.run() }
    let result = run.result

    for stage in species.stages {
      let came = try #require(result.stages.first { $0.stage == stage }, "\(stage) was not tried")
      let expected = species.failing[stage]
      #expect(came.reasons.map(\.code) == (expected.map { [$0] } ?? []), "\(came)")
      #expect(came.status == (expected == nil ? .pass : .fail), "\(came)")
    }
    #expect(result.reasons.map(\.code) == species.reasons, "\(result.reasons)")
    let isGood = species.failing.isEmpty && species.reasons.isEmpty
    #expect(result.verdict == (isGood ? .pass : .fail))
    if let upgrade = result.stages.first(where: { $0.stage == .upgrade }) {
      #expect(upgrade.duration < species.within, "\(upgrade.duration)")
    }
    #expect(result.flags.cleanTeardown == !species.reasons.contains(.teardownLeak))
    #expect(result.flags.noSecretLeak == !species.reasons.contains(.secretLeak))
    // Said or not.
    try await visit.expectNothingLeft()
    for log in run.logs { #expect(!String(decoding: log.bytes, as: UTF8.self).contains("zoo-secret-value")) }
    // What is written can be read back, and is believed.
    let written = try result.encoded()
    #expect(try HarnessResult.read(written).encoded() == written)
  }
}
