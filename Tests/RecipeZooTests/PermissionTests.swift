import FoundationEssentials
import HostEffects
import RecipeHarness
import TestSupport
import Testing
import WorkflowModel

/// The program itself, with a hook beside the metadata.
@Suite(.enabled("a private Swarm needs root and docker") { try await PrivateSwarm.isToBeHad() })
struct PermissionTests {
  @Test(.timeLimit(.minutes(20))) func `hooks run by their digest, and not when they are another`() async throws {
    let visit = try await Visit(
      Species(name: "permission", base: Stack(), head: Stack()), try #require(try await PrivateSwarm.shared()))
    let mark = visit.scratch.path("ran")
    let text = "health: { exec: { service: app, run: [test, -s, /well] } }\nhooks: { post_install: hook }\n"
    try visit.scratch.write(text, to: "companions/recipe.yml")
    try visit.scratch.write("#!/bin/sh\necho ran >'\(mark)'\n", to: "companions/hook", executable: true)

    let refused = try await run(visit)
    #expect(refused.verdict == .error && refused.details.deployments.counted == 0)
    #expect(refused.stages.flatMap(\.reasons).map(\.code) == [.notApproved])
    #expect(visit.scratch.text(of: "ran") == nil)
    let digest = try #require(refused.details.programs.digest)

    let approved = try await run(visit, "--approved", digest.hex)
    #expect(approved.verdict == .pass, "\(approved.summary)")
    #expect(visit.scratch.text(of: "ran") == "ran\n" && approved.details.programs.standing == .approved)

    try visit.scratch.write("#!/bin/sh\necho more >>'\(mark)'\n", to: "companions/hook", executable: true)
    let changed = try await run(visit, "--approved", digest.hex)
    #expect(changed.stages.flatMap(\.reasons).map(\.code) == [.notApproved])
    #expect(try await run(visit, "--allow-programs").verdict == .pass)
    #expect(visit.scratch.text(of: "ran") == "ran\nmore\n")
    try await visit.expectNothingLeft()
  }

  private func run(_ visit: Visit, _ more: String...) async throws -> HarnessResult {
    try await Turnstile.stacks.pass {
      try visit.scratch.directory("tmp")
      let arguments = visit.runArguments.dropLast().dropFirst() + ["install", "--json"] + more
      let outcome = try await runTool(
        ToolRequest(executable: Binary.path, arguments: Array(arguments), environment: visit.environment))
      return try HarnessResult.read(outcome.stdout)
    }
  }
}
