import FoundationEssentials
import Glibc
import HostEffects
import TestSupport
import Testing

/// Watches that go on: what they make of a record that comes, of a kill, and of each other.
@Suite struct LastingTests {
  private static func message(_ text: String) -> String { "inbox(greet): to adversary — \(text)" }

  @Test func `B9: the next phase is told at once by a watch that goes on`() async throws {
    let world = try await Stages.world(.passed)
    try await world.passM10()
    try await world.addToPolicy("order: { phases: [greet, again] }\n")
    let watch = try await LiveWatch(
      of: world, ["--on", "policy,phase-next", "--from", "beginning", "--consumer", "one"], in: "adversary")
    defer { watch.end() }
    #expect(try await watch.told(1).map(\.event) == ["policy"])
    try await world.must("done")
    #expect(try await watch.told(2).map(\.event) == ["policy", "phase-next"])
  }

  @Test func `what comes in one push is told one by one, by a watch that goes on`() async throws {
    let world = try await Stages.world(.open)
    let watch = try await LiveWatch(of: world, ["--on", "message,claim", "--consumer", "one"], in: "adversary")
    defer { watch.end() }
    try await world.send("zero")
    #expect(try await watch.told(1).map(\.title) == [Self.message("zero")])
    try await world.elsewhere {
      try await world.send("one")
      try await world.must(World.claim)
      try await world.send("two")
    }
    try await world.pushFromElsewhere()
    #expect(try await watch.told(4).map(\.event) == ["message", "message", "claim", "message"])
  }

  @Test func `a watch that is killed while it delivers has not delivered`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "message")
    let (begun, go) = (world.scratch.path("begun"), world.scratch.path("go"))
    let slow = try world.scratch.write(
      "#!/bin/sh\ncat >/dev/null\n: >'\(begun)'\nwhile [ ! -e '\(go)' ]; do sleep 0.02; done\n", to: "slow",
      executable: true)
    let watch = try await LiveWatch(
      of: world, ["--on", "message", "--exec", slow, "--consumer", "one"], in: "adversary")
    try await world.send("one")
    #expect(try await world.soon { FileManager.default.fileExists(atPath: begun) })
    watch.end(SIGKILL)
    // The kernel lets go of the consumer's place. What the watch has started outlives it.
    let place = world.scratch.path("adversary/.git/assay/watch/one/lock")
    #expect(try await world.soon { FileHold.take(place, .none) != nil })
    try world.scratch.write("", to: "go")
    #expect(try await world.watchOnce("--on", "message").map(\.title) == [Self.message("one")])
  }

  @Test func `of two watches on one consumer, one delivers, and the other takes over when it is killed`() async throws {
    let world = try await Stages.world(.open)
    let flags = ["--on", "message", "--consumer", "one", "--jsonl", world.scratch.path("one.jsonl")]
    let first = try await LiveWatch(of: world, flags, in: "adversary")
    try await world.send("one")
    #expect(try await world.soon { try world.told().count == 1 })
    let second = try await LiveWatch(of: world, flags, in: "adversary")
    defer { second.end() }
    #expect(try await world.soon { try world.listeners() == 2 })
    for text in ["two", "three"] {
      try await world.send(text)
      #expect(try await world.soon { try world.told().contains { $0.title == Self.message(text) } })
    }
    first.end(SIGKILL)
    try await world.send("four")
    #expect(try await world.soon { try world.told().contains { $0.title == Self.message("four") } })
    #expect(try world.told().map(\.title) == ["one", "two", "three", "four"].map(Self.message))
  }

  @Test func `what cannot be delivered is set aside, and what came later is told`() async throws {
    let world = try await Stages.world(.open)
    try await world.watchOnce("--on", "message")
    let good = world.scratch.path("good")
    let picky = try world.scratch.write(
      "#!/bin/sh\ncase \"$ASSAY_EVENT_TITLE\" in *bad) exit 3;; esac\ncat >>'\(good)'\n", to: "picky",
      executable: true)
    try await world.send("bad")
    try await world.send("good")
    let watch = try await LiveWatch(
      of: world, ["--on", "message", "--consumer", "one", "--tries", "1", "--exec", picky], in: "adversary")
    defer { watch.end() }
    #expect(try await world.soon { world.scratch.text(of: "good")?.contains(Self.message("good")) == true })
    let bad = try await world.git("rev-parse", "origin/main~1")
    let screen = try await world.assay(["watch", "--explain", bad, "--json"], as: .adversary)
    #expect(screen.stdout.contains("\"outcome\":\"set-aside\""), "\(screen.stdout)\(screen.stderr)")
  }
}
