import DockerSwarm
import FoundationEssentials
import Glibc
import HostEffects
import RecipeHarness
import Recipes
import TestSupport
import Testing
import WorkflowModel

/// The program itself, ended before its time: results are written or absent, never wrong, and nothing stays.
@Suite(.enabled("a private Swarm needs root and docker") { try await PrivateSwarm.isToBeHad() })
struct InterruptionTests {
  /// How long after its start a run is interrupted: while it deploys, converges, is upgraded, is taken out.
  static let moments: [Duration] = [.milliseconds(300), .seconds(2), .seconds(5), .seconds(8)]

  @Test(.timeLimit(.minutes(20)), arguments: moments) func `SIGTERM takes the app out, and says what was not tried`(
    moment: Duration
  ) async throws {
    try await Turnstile.stacks.pass {
      let visit = try await Visit(Self.species("term", moment), try #require(try await PrivateSwarm.shared()))
      let status = try await visit.program(for: moment, then: "kill -TERM $!")
      // Once everything was taken out there is another answer.
      #expect([128 + SIGTERM, 0].contains(Int32(status)), "\(status)")
      if let result = try visit.readResults() {
        #expect(result.verdict != .pass || status == 0)
        #expect(result.reasons.contains { $0.code == .interrupted } == (status != 0), "\(result.reasons)")
        #expect(result.flags.cleanTeardown)
      }
      try await visit.expectNothingLeft()
    }
  }

  @Test(.timeLimit(.minutes(20))) func `a git that SIGTERM ends in the middle of a stage is an interruption`()
    async throws
  {
    try await Turnstile.stacks.pass {
      let visit = try await Visit(Self.species("git", .zero), try #require(try await PrivateSwarm.shared()))
      // The choice of a base asks for the tags, first thing in the first stage; this git never answers.
      let arrived = visit.scratch.path("arrived")
      let script = """
        #!/bin/sh
        case "$1" in for-each-ref) : >'\(arrived)'; exec sleep 600 ;; esac
        PATH=$(echo "$PATH" | cut -d: -f2-) exec git "$@"

        """
      try visit.scratch.write(script, to: "bin/git", executable: true)
      let run = visit.runArguments.map { "'\($0)'" }.joined(separator: " ")
      let outcome = try await visit.shell(
        """
        PATH='\(visit.scratch.path("bin"))':$PATH
        \(run) >/dev/null & run=$!
        until [ -e '\(arrived)' ]; do kill -0 $run || exit 90; done
        kill -TERM $run; wait $run
        """)
      #expect(outcome.status == .exited(128 + Int(SIGTERM)), "\(String(decoding: outcome.stderr, as: UTF8.self))")
      let result = try #require(try visit.readResults())
      #expect(result.reasons.map(\.code) == [.interrupted])
      #expect(result.stages.map(\.reasons) == [[Reason(.interrupted)], [Reason(.interrupted)]])
      try await visit.expectNothingLeft()
    }
  }

  @Test(.timeLimit(.minutes(20)), arguments: moments) func `what SIGKILL leaves, the next sweep clears`(
    moment: Duration
  ) async throws {
    try await Turnstile.stacks.pass {
      let visit = try await Visit(Self.species("kill", moment), try #require(try await PrivateSwarm.shared()))
      let status = try await visit.program(for: moment, then: "kill -KILL $!")
      if status != 0 { #expect(try visit.readResults() == nil) }
      let swept = try await visit.assay("harness", "sweep")
      #expect(swept.status == .exited(0), "\(String(decoding: swept.stderr, as: UTF8.self))")
      try await visit.expectNothingLeft()
    }
  }

  @Test(.timeLimit(.minutes(20))) func `a run whose parent dies takes its app out`() async throws {
    try await Turnstile.stacks.pass {
      let visit = try await Visit(Self.species("orphan", .zero), try #require(try await PrivateSwarm.shared()))
      // The shell in between is killed; what it started has to notice by itself.
      let run = visit.runArguments.map { "'\($0)'" }.joined(separator: " ")
      let script = "sh -c '\"$0\" \"$@\" & wait' \(run) >/dev/null 2>&1 & sleep 5; kill -KILL $!"
      _ = try await visit.shell(script)
      let lock = "\(visit.state)/\(try visit.domain.text).lock"
      while FileManager.default.fileExists(atPath: lock) { try await Task.sleep(for: .milliseconds(100)) }
      try await visit.expectNothingLeft()
    }
  }

  @Test(.timeLimit(.minutes(20))) func `two runs of one head take turns`() async throws {
    try await Turnstile.stacks.pass {
      let visit = try await Visit(Self.species("twins", .zero), try #require(try await PrivateSwarm.shared()))
      async let first = visit.run()
      async let second = visit.run()
      for run in try await [first, second] {
        #expect(run.result.verdict == .pass, "\(run.result.summary)")
        #expect(run.result.details.deployments.counted == 1)
      }
      try await visit.expectNothingLeft()
    }
  }

  private static func species(_ name: String, _ moment: Duration) -> Species {
    Species(name: "\(name) \(moment)", base: Stack(), head: Stack(image: "v2"))
  }
}

extension Visit {
  /// What runs the program on this recipe.
  var runArguments: [String] {
    [
      Binary.path, "harness", "run", "--recipe", "zoo", "--source", scratch.path("recipe"), "--head", "main",
      "--pr", species.name, "--metadata", scratch.path("companions/recipe.yml"), "--out", scratch.path("results"),
      "--stages", "install,upgrade",
    ] + (species.companions.isEmpty ? [] : ["--allow-programs"])
  }

  /// Runs the program, does something to it a while later, and returns how it exited.
  func program(for moment: Duration, then act: String) async throws -> Int {
    let seconds = Double(moment.components.seconds) + Double(moment.components.attoseconds) / 1e18
    let run = runArguments.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try await shell("\(run) >/dev/null 2>&1 & sleep \(seconds); \(act); wait $!")
    guard case .exited(let status) = outcome.status else { return -1 }
    return status
  }

  func shell(_ script: String) async throws -> ToolOutcome {
    try scratch.directory("tmp")
    let health = "health: { exec: { service: app, run: [test, -s, /well] } }\n"
    try scratch.write(health + species.metadata, to: "companions/recipe.yml")
    return try await runTool(
      ToolRequest(executable: "/bin/sh", arguments: ["-c", script], environment: environment, directory: scratch.path))
  }

  func assay(_ arguments: String...) async throws -> ToolOutcome {
    try await runTool(ToolRequest(executable: Binary.path, arguments: arguments, environment: environment))
  }

  var environment: [String: String] {
    host.environment.merging(["XDG_STATE_HOME": scratch.path("xdg"), "TMPDIR": scratch.path("tmp")]) { $1 }
  }

  /// Nil when no results were written.
  func readResults() throws -> HarnessResult? {
    guard let bytes = FileManager.default.contents(atPath: scratch.path("results/results.json")) else { return nil }
    return try HarnessResult.read(Array(bytes))
  }
}
