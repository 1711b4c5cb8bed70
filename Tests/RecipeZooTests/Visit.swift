import DockerSwarm
import FoundationEssentials
import HostEffects
import RecipeHarness
import Recipes
import TestSupport
import Testing
import WorkflowModel

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

  /// Where the program holds locks when `XDG_STATE_HOME` is `xdg`.
  var state: String { scratch.path("xdg/assay/harness") }

  var domain: AppDomain {
    get throws {
      AppDomain(
        recipe: try #require(RecipeName("zoo")), pullRequest: species.name, reference: "main", zone: "assay.invalid")
    }
  }

  func expectNothingLeft() async throws {
    let remains = try await engine.remains(of: try domain.stack)
    #expect(remains.isEmpty, "\(remains)")
    guard FileManager.default.fileExists(atPath: state) else { return }
    let locks = try FileManager.default.contentsOfDirectory(atPath: state)
    #expect(locks.isEmpty, "\(locks)")
  }

  func run(with deployer: (any Deployer)? = nil) async throws -> FinishedRun {
    let health = "health: { exec: { service: app, run: [test, -s, /well] } }\n"
    let bytes = Array((health + species.metadata).utf8)
    let metadata = try RecipeMetadata.read(bytes)
    let directory = scratch.path("companions")
    let request = HarnessRequest(
      recipe: try #require(RecipeName("zoo")), source: scratch.path("recipe"), head: "main", stages: species.stages,
      isLinted: false, metadata: metadata, directory: directory,
      companions: try CompanionFiles.read(metadata, bytes: bytes, name: RecipeMetadata.fileName, beside: directory),
      permission: .all, state: state, pullRequest: species.name,
      nonce: Hexadecimal.text(of: host.randomBytes(8)), runID: "zoo", tool: "test", injection: species.injection,
      secrets: ["ZOO": "zoo-secret-value"])
    return try await HarnessRun(
      request, engine: engine, deployer: deployer ?? BuiltInDeployer(engine: engine), host: host, report: { _ in }
    ).run()
  }
}
