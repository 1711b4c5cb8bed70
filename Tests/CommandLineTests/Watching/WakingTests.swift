import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// The bugs of watchdogs that wake the wrong party, wake twice, or not at all. Each test bears the number under which
/// the bug is listed in Sources/assay/Documentation.docc/Watching.md.
@Suite struct WakingTests {
  @Test func `B1: whoever waits is woken by the record itself`() async throws {
    let world = try await Stages.world(.open)
    async let waited = world.assay(
      ["wait", "--for", "claim", "--timeout", "10m", "--interval", "60s", "--json"], as: .adversary)
    // The lease says that the wait has begun.
    while try await world.git("ls-remote", "origin", "refs/assay/leases/*").isEmpty { await Task.yield() }
    let now = world.now
    let status = try await world.assay(["status"], environment: ["ASSAY_NOW": now])
    #expect(status.stdout.contains("adversary waits for claim since"))
    try await world.must(World.claim)
    let claimed = ContinuousClock.now
    let screen = try await waited
    // Whoever heard nothing would have asked again after a minute.
    #expect(claimed.duration(to: .now) < .seconds(30))
    #expect(screen.status == 0)
    #expect(screen.stdout.contains("claim(greet): M1"))
    #expect(try await world.must("status").stdout.contains("adversary waits for") == false)
  }

  @Test func `B1: what is there already is not waited for`() async throws {
    let world = try await Stages.world(.claimed)
    let screen = try await world.assay(["wait", "--for", "claim", "--timeout", "1s"], as: .adversary)
    #expect(screen.status == 0, "\(screen.stderr)")
  }

  @Test func `B2: a claim that was ruled on is not told after a restart, nor to somebody new`() async throws {
    let world = try await Stages.world(.claimed)
    #expect(try await world.watchOnce("--on", "claim").map(\.event) == ["claim"])
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    #expect(try await world.watchOnce("--on", "claim") == [])
    #expect(try await world.watchOnce("--on", "claim", consumer: "new") == [])
  }

  @Test func `B3: words in files that look like a claim wake nobody`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.push("Gate: M1 CLAIMED, awaiting Adversary\nclaim(greet): M1 — done\n", to: "NOTES.md")
    #expect(try await world.watchOnce("--on", "any") == [])
  }

  @Test func `B4: a gate whose name begins like another's is not that gate`() async throws {
    let world = try await Stages.world(.passed)
    _ = try await world.must([
      "claim", "M10", "--what", "polite", "--how", "checks polite, read-twice", "--expected", "please", "--where", "it",
    ])
    #expect(try await world.watchOnce("--on", "claim").map(\.gate) == ["M10"])
    let other = try await world.assay(
      ["wait", "--for", "claim", "--gate", "M1", "--timeout", "1s"], as: .adversary)
    #expect(other.status == 75)
  }

  @Test func `B5: what is not on the remote is no event`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try world.scratch.write("#!/bin/sh\nexit 1\n", to: "team.git/hooks/pre-receive", executable: true)
    #expect(try await world.assay(World.claim).status == 77)
    #expect(try await world.watchOnce("--on", "any") == [])
    try FileManager.default.removeItem(atPath: world.scratch.path("team.git/hooks/pre-receive"))
    try await world.must(World.claim)
    let told = try await world.watchOnce("--on", "any")
    #expect(told.map(\.event) == ["claim"])
    // The id is that of the record, so that whoever is woken can look for exactly that one.
    #expect(try await world.git("rev-parse", "origin/main") == told.first?.id)
  }

  @Test func `B5: what is in a clone alone is no event`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.elsewhere { try await world.must(World.claim) }
    // The watched clone holds the record, and its own branch says so.
    try await world.git("pull", "--quiet", world.scratch.path("elsewhere.git"), "main", in: world.path(.adversary))
    #expect(try await world.watchOnce("--on", "any") == [])
    try await world.pushFromElsewhere()
    #expect(try await world.watchOnce("--on", "any").map(\.event) == ["claim"])
  }

  @Test func `B6: a commit with the words of a claim and no trailers is no claim`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    try await world.git("commit", "--quiet", "--allow-empty", "--message", "claim(greet): M1 — greets")
    try await world.git("push", "--quiet", "origin", "HEAD:main")
    #expect(try await world.watchOnce("--on", "any") == [])
  }

  @Test func `B14 and B24: a message that looks like something else is a message, and says what to run`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.send("claim(greet): M1 — CLAIMED, phase 5, STATUS-5.md")
    let told = try await world.watchOnce("--on", "any")
    #expect(told.map(\.event) == ["message"])
    #expect(told.map(\.next) == ["assay inbox"])
    #expect(told.map(\.phase) == ["greet"])
  }

  @Test func `B15: two records with the same words are two events`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "message")
    try await world.send("look again")
    try await world.send("look again")
    let told = try await world.watchOnce("--on", "message")
    #expect(told.count == 2 && Set(told.map(\.id)).count == 2)
  }

  @Test func `B25: a claim without its parts is refused, and nobody is woken`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    #expect(try await world.assay(["claim", "M1", "--what", "greets"]).status == 77)
    #expect(try await world.assay(World.claim.map { $0 == "it says hi" ? "TBD" : $0 }).status == 77)
    #expect(try await world.watchOnce("--on", "any") == [])
  }

  @Test func `what came between two looks is told one by one, in history's order`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "any")
    try await world.send("one")
    try await world.must(World.claim)
    try await world.send("two")
    let told = try await world.watchOnce("--on", "any")
    #expect(told.map(\.event) == ["message", "claim", "message"])
    #expect(told.map(\.title).first == "inbox(greet): to adversary — one")
  }

  @Test func `a role is told what it is to act on, and not what it did itself`() async throws {
    let world = try await Stages.world(.passed)
    let adversary = try await world.watchOnce("--from", "beginning", consumer: "adversary")
    #expect(adversary.map(\.event) == ["phase-open", "claim"])
    let builder = try await world.watchOnce("--from", "beginning", "--as", "builder", consumer: "builder")
    #expect(builder.map(\.event) == ["verdict"])
    let noted = try await world.assay(["probes", "M10", "-m", "an empty file"], as: .adversary)
    #expect(noted.status == 0, "\(noted.stderr)")
    #expect(try await world.watchOnce("--as", "builder", consumer: "builder") == [])
  }

  @Test func `a record that a rule refuses is told as that, and wakes nobody whom it would have`() async throws {
    let world = try await Stages.world(.claimed)
    try await world.watchOnce("--on", "any")
    let claim = try await world.git("log", "-1", "--format=%B", "origin/main")
    let message = try world.scratch.write(claim, to: "again.txt")
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    try await world.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file", message)
    try await world.git("push", "--quiet", "origin", "HEAD:main")
    let told = try await world.watchOnce("--on", "any")
    #expect(told.map(\.event) == ["violation"])
    #expect(told.map(\.wakes) == [["operator", "watchdog"]])
    #expect(told.first?.title.contains("is refused: R1") == true)
  }
}
