import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// A collection that is ended from outside leaves no process, no directory, and nothing that looks like a set.
@Suite struct InterruptionTests {
  private static let phase = """
    phase: slow
    title: takes its time
    dod:
      D1: done
    gates:
      - id: M1
        title: done
        covers: [D1]
        checks:
          - id: slow
            run: "trap '' TERM; (trap '' TERM; sleep 1.5) & env -i sleep 1.6 & sleep 0.4; cat hello.txt"
            expect: { exit: 0, stdout: { contains: hi } }
    """

  /// Whether any process has its temporary directory in a collection's.
  private func isInhabited(_ place: String) throws -> Bool {
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil {
      guard let environment = FileManager.default.contents(atPath: "/proc/\(name)/environ") else { continue }
      if String(decoding: environment, as: UTF8.self).contains("TMPDIR=\(place)/assay-collect-") { return true }
    }
    return false
  }

  private func leftovers(of world: World) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: world.scratch.path("tmp")).filter { $0.hasPrefix("assay-") }
  }

  @Test(.timeLimit(.minutes(20))) func `an ended collection is as if it had not been`() async throws {
    let world = try await Stages.world(.founded)
    try world.scratch.write(Self.phase, to: "slow.yml")
    try await world.must("phase", "add", "../slow.yml")
    try await world.must("phase", "open", "slow")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    _ = try await world.must([
      "claim", "M1", "--what", "it is done", "--how", "slow", "--expected", "hi", "--where", "hello.txt",
    ])
    var generator = SystemRandomNumberGenerator()
    var complete = 0
    for number in 0..<9 {
      let signal = ["KILL", "TERM", "INT"][number % 3]
      let delay = Double.random(in: 0...2, using: &generator)
      // A shell lets what it starts in the background ignore SIGINT; `env` gives that back.
      let source = """
        env --default-signal=INT "$1" collect M1 & collector=$!
        sleep \(delay)
        kill -\(signal) $collector
        wait $collector
        """
      let outcome = try await runTool(
        ToolRequest(
          executable: "/bin/sh", arguments: ["-c", source, "sh", Binary.path], environment: world.environment(),
          directory: world.path(.adversary)))
      if outcome.status == .exited(0) { complete += 1 }
      let what = Comment(rawValue: "\(signal) after \(delay)s")
      let end = ContinuousClock.now + .seconds(30)
      while try isInhabited(world.scratch.path("tmp")) || !leftovers(of: world).isEmpty, ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try !isInhabited(world.scratch.path("tmp")), what)
      #expect(try leftovers(of: world).isEmpty, what)
    }
    // One that came to its end may have been ended before it could say so.
    let kept = try await world.git(
      "for-each-ref", "--format=%(objectname)", "refs/assay/evidence", in: world.path(.adversary))
    #expect(kept.split(separator: "\n").count >= complete)
    for id in kept.split(separator: "\n") {
      let names = try await world.git("ls-tree", "--name-only", String(id), in: world.path(.adversary))
      #expect(names.split(separator: "\n").contains("envelope.json"))
    }
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    try await world.must("audit")
  }
}
