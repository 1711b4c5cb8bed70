import FoundationEssentials
import Glibc
import HostEffects
import TestSupport
import Testing

/// Watches that go on: one after the other, one beside the other, and what is left when they end.
@Suite(.timeLimit(.minutes(20))) struct TakingOverTests {
  @Test func `of two watches one delivers, and the other stands by until the first is killed`() async throws {
    let world = try await Stages.world(.open)
    let program = try world.scratch.write(
      "#!/bin/sh\necho \"$PPID ${ASSAY_EVENT_TITLE##* }\" >>\"$0.told\"\n", to: "tell", executable: true)
    let arguments = ["--on", "message", "--exec", program]
    let first = try world.watch(arguments)
    try await world.send("1")
    try await world.until("the first has told") { try world.isAcknowledged() }

    let socket = world.scratch.path("second")
    let second = try world.watch(arguments + ["--listen", "unix:\(socket)"])
    try await world.until("the second stands by") {
      try await world.metrics(socket).contains("assay_watch_leader{consumer=\"one\"} 0")
    }
    let once = try await world.assay(["watch", "--once", "--consumer", "one"] + arguments, as: .adversary)
    #expect(once.status == 1 && once.stdout.contains("1 consumers are served by another watch"))
    try await world.send("2")
    try await world.until("the first has told") { try world.isAcknowledged() }

    first.send(SIGKILL)
    #expect(await first.end() == .signalled(Int(SIGKILL)))
    try await world.send("3")
    try await world.send("4")
    try await world.until("the second has told") { try world.isAcknowledged() }
    #expect(try await world.metrics(socket).contains("assay_watch_leader{consumer=\"one\"} 1"))
    #expect(
      world.scratch.text(of: "tell.told")
        == "\(first.pid) 1\n\(first.pid) 2\n\(second.pid) 3\n\(second.pid) 4\n")
    second.send(SIGTERM)
    #expect(await second.end() == .exited(0))
  }

  @Test func `a delivery under way is ended with the watch, and told again by the next`() async throws {
    let world = try await Stages.world(.open)
    let program = try world.scratch.write(
      """
      #!/bin/sh
      echo "begun ${ASSAY_EVENT_TITLE##* }" >>"$0.told"
      until [ -e "$0.go" ]; do sleep 0.02; done
      echo "done ${ASSAY_EVENT_TITLE##* }" >>"$0.told"

      """, to: "tell", executable: true)
    let arguments = ["--on", "message", "--exec", program]
    let first = try world.watch(arguments)
    try await world.send("1")
    try await world.until("the program runs") { world.scratch.text(of: "tell.told") == "begun 1\n" }
    try await world.send("2")
    first.send(SIGTERM)
    #expect(await first.end() == .exited(0))
    #expect(world.scratch.text(of: "tell.told") == "begun 1\n")

    try world.scratch.write("", to: "tell.go")
    let second = try world.watch(arguments)
    try await world.until("all was told") {
      try world.isAcknowledged() && world.scratch.text(of: "tell.told")?.contains("done 2") == true
    }
    #expect(world.scratch.text(of: "tell.told") == "begun 1\nbegun 1\ndone 1\nbegun 2\ndone 2\n")
    // With nothing under way, it ends as well, and nothing is told again.
    second.send(SIGTERM)
    #expect(await second.end() == .exited(0))
    #expect(try await world.assay(["watch", "--once", "--consumer", "one"] + arguments, as: .adversary).status == 1)
  }

  @Test func `what came with a look that failed afterwards is told all the same`() async throws {
    let world = try await Stages.world(.open)
    let (one, other) = (world.scratch.path("one.jsonl"), world.scratch.path("other.jsonl"))
    try await world.addToPolicy("consumers:\n  one: { on: [policy, message], jsonl: \(one) }\n")
    let watch = try world.watch(["--interval", "1s"], consumer: nil)
    try await world.send("1")
    try await world.until("the first was told") { try world.told("one").count == 1 }
    // Whom to tell cannot be kept, for a while.
    let kept = world.scratch.path("adversary/.git/assay/watch/subscriptions.json")
    try FileManager.default.removeItem(atPath: kept)
    try world.scratch.directory("adversary/.git/assay/watch/subscriptions.json/full")
    try await world.addToPolicy("  other: { on: [policy, message], jsonl: \(other) }\n")
    try await world.until("it is said") { world.scratch.text(of: "watch.log")?.contains("subscriptions.json") == true }
    try FileManager.default.removeItem(atPath: kept)
    try await world.until("whom to tell is kept again") {
      world.scratch.text(of: String(kept.dropFirst(world.scratch.path.count + 1))) != nil
    }
    try await world.send("2")
    try await world.until("both were told") {
      try world.told("one").map(\.event) == ["message", "policy", "message"]
        && world.told("other").map(\.event).last == "message"
    }
    watch.send(SIGTERM)
    #expect(await watch.end() == .exited(0))
  }

  @Test func `a program of one consumer does not see the secrets of another's webhook`() async throws {
    let world = try await Stages.world(.open)
    let (one, two) = (world.scratch.path("one"), world.scratch.path("two"))
    try await world.addToPolicy(
      """
      consumers:
        hook: { on: [message], webhook: { url: "http://127.0.0.1:1/", secret: HOOK } }
        tool: { on: [message], exec: [sh, -c, "env >'\(one)'"] }
      """)
    try await world.send("one")
    let environment = ["HOOK": "s3cret", "ASSAY_WATCH_TOKEN": "s3cret", "OURS": "kept"]
    #expect(try await world.assay(["watch", "--once"], as: .adversary, environment: environment).status == 75)
    let program = try world.scratch.write("#!/bin/sh\nenv >'\(two)'\n", to: "show", executable: true)
    let flags = ["watch", "--once", "--consumer", "other", "--on", "message", "--exec", program]
    #expect(try await world.assay(flags, as: .adversary, environment: environment).status == 0)
    for name in ["one", "two"] {
      let seen = try #require(world.scratch.text(of: name))
      #expect(seen.contains("OURS=kept\n") && seen.contains("ASSAY_EVENT=message\n") && !seen.contains("s3cret"))
    }
  }
}

extension World {
  /// A watch of the Adversary's clone that goes on until it is ended.
  fileprivate func watch(_ arguments: [String], consumer: String? = "one") throws -> RunningProgram {
    try RunningProgram(
      Binary.path,
      ["watch", "--repo", path(.adversary)] + (consumer.map { ["--consumer", $0] } ?? []) + arguments,
      environment: environment(), output: scratch.path("watch.log"))
  }

  /// Waits until it is so.
  fileprivate func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !isSo() {
      guard ContinuousClock.now < end else { throw NotYet(what: what, log: scratch.text(of: "watch.log") ?? "") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Whether the consumer has acknowledged all that the remote holds.
  fileprivate func isAcknowledged(_ consumer: String = "one") throws -> Bool {
    struct Memory: Decodable { let cursor: String? }
    guard let text = scratch.text(of: "adversary/.git/assay/watch/\(consumer)/memory.json") else { return false }
    let cursor = try JSONDecoder().decode(Memory.self, from: Data(text.utf8)).cursor
    return cursor == scratch.text(of: "team.git/refs/heads/main")?.filter { $0 != "\n" }
  }

  /// Empty while nobody listens there.
  fileprivate func metrics(_ socket: String) async throws -> String {
    let outcome = try await runTool(
      ToolRequest(
        executable: "curl", arguments: ["--disable", "--silent", "--unix-socket", socket, "http://watch/metrics"],
        environment: environment()))
    return String(decoding: outcome.stdout, as: UTF8.self)
  }
}

private struct NotYet: Error, CustomStringConvertible {
  let what: String
  let log: String
  var description: String { "it is not so that \(what)\n\(log)" }
}
