import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// Cursors, acknowledgements and what is left after a kill or an outage.
@Suite struct RememberingTests {
  @Test func `what is not acknowledged is told again, and nothing after it before`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "message")
    try await world.send("one")
    try await world.send("two")
    let refusing = try world.scratch.write("#!/bin/sh\ncat >/dev/null\nexit 3\n", to: "refuse", executable: true)
    let failed = try await world.assay(
      ["watch", "--once", "--consumer", "one", "--on", "message", "--exec", refusing], as: .adversary)
    #expect(failed.status == 75)
    let told = try await world.watchOnce("--on", "message")
    #expect(told.map(\.title) == ["inbox(greet): to adversary — one", "inbox(greet): to adversary — two"])
    #expect(try await world.watchOnce("--on", "message") == [])
  }

  @Test func `what happened while no watch ran is told by the next`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.must(World.claim)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    #expect(try await world.watchOnce("--on", "any").map(\.event) == ["claim", "verdict"])
  }

  @Test func `B18: a consumer whose memory is damaged keeps no other from being told`() async throws {
    let world = try await Stages.world(.open)
    try await world.addToPolicy(
      """
      consumers:
        broken: { on: [message], jsonl: \(world.scratch.path("broken.jsonl")) }
        whole: { on: [message], jsonl: \(world.scratch.path("whole.jsonl")) }
      """)
    _ = try await world.assay(["watch", "--once"], as: .adversary)
    try world.scratch.write("{", to: "adversary/.git/assay/watch/broken/memory.json")
    try await world.send("one")
    let screen = try await world.assay(["watch", "--once"], as: .adversary)
    #expect(screen.status == 65)
    #expect(screen.stderr.contains("memory.json"))
    #expect(try world.told("whole").count == 1)
    #expect(try world.told("broken").isEmpty)
  }

  @Test func `B19: whom to tell stands on the branch, whatever a working tree or a variable says`() async throws {
    let world = try await Stages.world(.open)
    let (real, false_) = (world.scratch.path("real.jsonl"), world.scratch.path("false.jsonl"))
    try await world.addToPolicy("consumers:\n  real: { on: [message], jsonl: \(real) }\n")
    let policy = try #require(world.scratch.text(of: "builder/assay.yml"))
    try world.scratch.write(
      policy.split(separator: real, omittingEmptySubsequences: false).joined(separator: false_),
      to: "adversary/assay.yml")
    _ = try await world.assay(["watch", "--once"], as: .adversary)
    try await world.send("one")
    let screen = try await world.assay(
      ["watch", "--once"], as: .adversary, environment: ["ASSAY_ROLE": "operator", "PHASES_SPEC": "other"])
    #expect(screen.status == 0)
    #expect(try world.told("real").count == 1)
    #expect(!FileManager.default.fileExists(atPath: false_))
  }

  @Test func `B23: consumers whose names begin alike have cursors of their own`() async throws {
    let world = try await Stages.world(.open)
    for name in ["a", "a3"] { try await world.watchOnce("--on", "message", consumer: name) }
    try await world.send("one")
    #expect(try await world.watchOnce("--on", "message", consumer: "a").count == 1)
    #expect(try await world.watchOnce("--on", "message", consumer: "a3").count == 1)
  }

  @Test func `a remote that is gone is told once, and once more when it is back`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    let (here, there) = (world.scratch.path("team.git"), world.scratch.path("away.git"))
    try FileManager.default.moveItem(atPath: here, toPath: there)
    #expect(try await world.watchOnce("--on", "any", exit: 69).map(\.event) == ["unreachable"])
    #expect(try await world.watchOnce("--on", "any", exit: 69) == [])
    try FileManager.default.moveItem(atPath: there, toPath: here)
    #expect(try await world.watchOnce("--on", "any").map(\.event) == ["recovered"])
    #expect(try await world.watchOnce("--on", "any") == [])
  }

  @Test func `a branch that went back is told, whether or not the clone has asked since`() async throws {
    let world = try await Stages.world(.claimed)
    try await world.watchOnce("--on", "any")
    try await world.git("push", "--quiet", "--force", "origin", "HEAD~1:main")
    let told = try await world.watchOnce("--on", "any", exit: 77)
    #expect(told.map(\.event) == ["rewound"])
    #expect(told.first?.title.contains("R5") == true)
  }

  @Test func `who was told what, and when, can be asked`() async throws {
    let world = try await Stages.world(.claimed)
    let id = try #require(try await world.watchOnce("--on", "claim").first?.id)
    try await world.watchOnce("--on", "message", consumer: "other")
    let screen = try await world.assay(["watch", "--explain", String(id.prefix(12)), "--json"], as: .adversary)
    #expect(screen.status == 0, "\(screen.stderr)")
    #expect(screen.stdout.contains("\"outcome\":\"acknowledged\""))
    #expect(try await world.assay(["watch", "--explain", "ffffffff"], as: .adversary).status == 65)
  }

  @Test func `a watch that began before the workspace was founded misses nothing`() async throws {
    let world = try await Stages.world(.code)
    try await world.git("init", "--quiet", "--bare", "empty.git", in: world.scratch.path)
    try await world.git("remote", "set-url", "origin", world.scratch.path("empty.git"))
    try await world.git("clone", "--quiet", "--bare", "empty.git", "watching.git", in: world.scratch.path)
    let watch = try await LiveWatch(of: world, ["--on", "any", "--consumer", "early"], in: "watching.git")
    defer { watch.end() }
    try await watch.hasBegun("early")
    try await world.git("push", "--quiet", "origin", "HEAD:main")
    try await world.must("init")
    try await world.must("phase", "add", "../greet.yml")
    #expect(try await watch.told(2).map(\.event) == ["founding", "phase-file"])
  }

  @Test func `a remote that never answers is told as one that cannot be reached`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.git("config", "core.sshCommand", "cat >/dev/null #", in: world.path(.adversary))
    try await world.git("remote", "set-url", "origin", "ssh://nowhere.invalid/team.git", in: world.path(.adversary))
    let told = try await world.watchOnce("--on", "any", "--patience", "1s", exit: 69)
    #expect(told.map(\.event) == ["unreachable"])
  }
}
