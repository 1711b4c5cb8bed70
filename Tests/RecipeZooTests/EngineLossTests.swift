import FoundationEssentials
import HostEffects
import RecipeHarness
import Recipes
import TestSupport
import Testing

/// The program on a Swarm of its own, whose engine goes away under it and comes back on the same directory: no verdict
/// comes of it, and what the engine kept is swept then.
@Suite(.enabled("a private Swarm needs root and docker") { try await PrivateSwarm.isToBeHad() })
struct EngineLossTests {
  struct Loss: CustomTestStringConvertible {
    let testDescription: String
    let signal: String
    /// A shell's condition that holds from the moment on at which the engine goes.
    let moment: String
    let stages: [RungStatus]
    var metadata = ""
    var companions: [String: String] = [:]
  }

  private static let services = "docker service ls --quiet | xargs --no-run-if-empty docker service inspect"
  /// A service has a specification before its present one.
  private static let hasHead = services + " --format '{{if .PreviousSpec}}head{{end}}' | grep --quiet head"
  private static let removed = "[ -e arrived ] && [ -z \"$(docker service ls --quiet)\" ]"

  static let losses = [
    Loss(
      testDescription: "stopped while the head is rolled out", signal: "TERM", moment: hasHead,
      stages: [.pass, .unver]),
    Loss(
      testDescription: "killed while the base starts", signal: "KILL", moment: "docker service ls --quiet | grep -q .",
      stages: [.unver, .unver]),
    Loss(
      testDescription: "killed while the head is rolled out", signal: "KILL", moment: hasHead, stages: [.pass, .unver]),
    Loss(
      testDescription: "killed while a hook asks the app, which it fails for", signal: "KILL",
      moment: "ls tmp/*/companions/arrived >/dev/null 2>&1", stages: [.pass, .unver],
      metadata: "hooks: { post_upgrade: ask }\n",
      companions: ["ask": ": >arrived; while docker version >/dev/null 2>&1; do :; done; exit 1"]),
    Loss(
      testDescription: "killed while the app is taken out", signal: "KILL",
      moment: "{ ! \(hasHead) || : >arrived; } && \(removed)", stages: [.pass, .pass]),
  ]

  @Test(.timeLimit(.minutes(20)), arguments: losses)
  func `an engine that goes away is no verdict, and what it kept is swept later`(loss: Loss) async throws {
    let scripts = Binary.root + "/Tests/Swarm"
    try await Turnstile.stacks.pass {
      let species = Species(
        name: loss.testDescription, base: Stack(), head: Stack(image: "v2"), metadata: loss.metadata,
        companions: loss.companions)
      let visit = try await Visit(species, try #require(try await PrivateSwarm.shared()))
      let swarm = visit.scratch.path("swarm")
      let run = visit.runArguments.map { "'\($0)'" }.joined(separator: " ")
      let outcome = try await visit.shell(
        """
        up() { bash '\(scripts)/up.sh' --until $$ '\(swarm)'; }
        up >/dev/null || exit 90
        export DOCKER_HOST='unix://\(swarm)/docker.sock'
        bash '\(scripts)/image.sh' --zoo app || exit 91
        \(run) >'\(swarm).out' 2>&1 &
        run=$!
        until \(loss.moment); do kill -0 $run || exit 92; done
        engine=$(cat '\(swarm)/dockerd.pid')
        kill -\(loss.signal) $engine && tail --pid=$engine -f /dev/null
        wait $run; echo "run $?"
        ls '\(visit.state)'
        up >/dev/null || exit 93
        [ "$(cat '\(swarm)/dockerd.pid')" != $engine ] || exit 94
        # An engine that has just come back may take longer to end its tasks than one sweep waits.
        for try in 1 2 3; do '\(Binary.path)' harness sweep && break; done || exit 95
        docker service ls --quiet; docker container ls --all --quiet; docker volume ls --quiet; ls '\(visit.state)'
        bash '\(scripts)/down.sh' '\(swarm)' >/dev/null
        """)
      let said = String(decoding: outcome.stdout, as: UTF8.self)
      #expect(outcome.status == .exited(0), "\(said)\(String(decoding: outcome.stderr, as: UTF8.self))")
      let domain = try visit.domain.text
      #expect(said == "run 69\n\(domain).lock\ncleared \(domain)\n")
      let result = try #require(try visit.readResults())
      #expect(result.verdict == .error && !result.flags.cleanTeardown, "\(result.summary)")
      #expect(result.stages.map(\.status) == loss.stages, "\(result.summary)")
      #expect(result.reasons.map(\.code) == [.engineLost], "\(result.summary)")
    }
  }
}
