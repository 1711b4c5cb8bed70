import DockerSwarm
import Evidence
import FoundationEssentials
import HostEffects
import RecipeHarness
import Recipes
import TestSupport
import Testing
import WorkflowModel

/// Every species on a real Swarm: the verdict, its reason, the time to it, and that nothing stays.
@Suite(.enabled("a private Swarm needs root and docker") { try await PrivateSwarm.isToBeHad() }) struct ZooTests {
  @Test(.timeLimit(.minutes(5)), arguments: Zoo.species) func `a recipe is judged as what it is`(
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
    // Said or not, nothing stays.
    #expect(try await visit.engine.remains(of: visit.stack(of: result)).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: visit.state).isEmpty)
    for log in run.logs { #expect(!String(decoding: log.bytes, as: UTF8.self).contains("zoo-secret-value")) }
    // What is written can be read back, and is believed.
    let written = try result.encoded()
    #expect(try HarnessResult.read(written).encoded() == written)
  }
}

/// A recipe's repository, and a run of the harness on it.
struct Visit {
  let species: Species
  let scratch: ScratchDirectory
  let engine: DockerCommand
  let host: Host

  init(_ species: Species, _ swarm: PrivateSwarm) async throws {
    self.species = species
    scratch = try ScratchDirectory()
    var host = swarm.host
    host.randomBytes = try Host.live().randomBytes
    self.host = host
    engine = DockerCommand(host: host)

    let git = HermeticGit()
    try scratch.directory("recipe")
    let recipe = scratch.path("recipe")
    try await git.run("init", "--quiet", in: recipe)
    for (version, stack) in [("1.0.0+1", species.base), ("1.1.0+1", species.head)] {
      try scratch.write(stack.compose(version: version), to: "recipe/compose.yml")
      try scratch.write("TYPE=zoo\n", to: "recipe/.env.sample")
      try await git.run("add", "--all", in: recipe)
      try await git.run("commit", "--quiet", "--message", version, in: recipe)
      if version == "1.0.0+1" { try await git.run("tag", "--annotate", "--message", version, version, in: recipe) }
    }
    try scratch.directory("companions")
    for (name, script) in species.companions {
      try scratch.write("#!/bin/sh\nset -eu\n\(script)\n", to: "companions/\(name)")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: scratch.path("companions/\(name)"))
    }
  }

  var state: String { scratch.path("state") }

  func run() async throws -> FinishedRun {
    let health = "health: { exec: { service: app, run: [test, -s, /well] } }\n"
    let request = HarnessRequest(
      recipe: try #require(RecipeName("zoo")), source: scratch.path("recipe"), head: "main", stages: species.stages,
      isLinted: false, metadata: try RecipeMetadata.read(Array((health + species.metadata).utf8)),
      companions: scratch.path("companions"), state: state, pullRequest: species.name,
      nonce: Hexadecimal.text(of: host.randomBytes(8)), runID: "zoo", tool: "test", injection: species.injection,
      secrets: ["ZOO": "zoo-secret-value"])
    return try await HarnessRun(
      request, engine: engine, deployer: BuiltInDeployer(engine: engine), host: host, report: { _ in }
    ).run()
  }

  func stack(of result: HarnessResult) -> String { result.details.domain.replacing(".", with: "_") }
}
