import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// Hand-offs that do not happen, and phases that follow each other.
@Suite struct StuckTests {
  @Test func `a claim that nobody answers is told once, and not any more once it was answered`() async throws {
    let world = try await Stages.world(.claimed)
    #expect(try await world.watchOnce("--on", "claim-unanswered") == [])
    world.advance(minutes: 90)
    let told = try await world.watchOnce("--on", "claim-unanswered")
    #expect(told.map(\.event) == ["claim-unanswered"])
    #expect(told.first?.wakes == ["adversary", "operator"])
    world.advance(minutes: 90)
    #expect(try await world.watchOnce("--on", "claim-unanswered") == [])
  }

  @Test func `B16: what was over before it could be told is not told`() async throws {
    let world = try await Stages.world(.collected)
    try await world.watchOnce("--on", "claim-unanswered")
    world.advance(minutes: 90)
    let failed = try await world.assay(
      ["watch", "--once", "--consumer", "one", "--on", "claim-unanswered", "--exec", "/bin/false"], as: .adversary)
    #expect(failed.status == 75)
    try await world.must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    #expect(try await world.watchOnce("--on", "claim-unanswered") == [])
  }

  @Test func `B8: a phase that could be closed is told, once`() async throws {
    let world = try await Stages.world(.passed)
    try await world.passM10()
    world.advance(minutes: 30)
    let told = try await world.watchOnce("--on", "closable")
    #expect(told.map(\.wakes) == [["builder"]])
    #expect(told.first?.next == "assay done")
    world.advance(minutes: 30)
    #expect(try await world.watchOnce("--on", "closable") == [])
    try await world.must("done")
    #expect(try await world.watchOnce("--on", "closable,done").map(\.event) == ["done"])
  }

  @Test func `B8: a phase whose own branch has moved on since it passed is not closable`() async throws {
    let world = try await Stages.world(.open)
    try await world.git("push", "--quiet", "origin", "HEAD:work")
    try await world.must(
      "phase", "add", try world.scratch.write(PhaseText.greet + "\nbranch: work\n", to: "work.yml"), "--as", "operator")
    try await world.must(World.claim)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    try await world.passM10()
    try world.scratch.write("hi there\n", to: "builder/hello.txt")
    try await world.git("commit", "--quiet", "--all", "--message", "greet at length")
    try await world.git("push", "--quiet", "origin", "HEAD:work")
    world.advance(minutes: 60)
    #expect(try await world.watchOnce("--on", "closable") == [])
  }

  @Test func `B11 to B13: a role that is not seen is told, unless it says that it waits`() async throws {
    let world = try await Stages.world(.open)
    try await world.must(
      "phase", "add", try world.scratch.write(PhaseText.greet + "\nliveness: { role_unseen: 30m }\n", to: "seen.yml"),
      "--as", "operator")
    try await world.watchOnce("--on", "role-unseen", "--from", "beginning")
    let now = world.now
    async let waiting = world.assay(
      ["wait", "--for", "verdict", "--timeout", "2h"], environment: ["ASSAY_NOW": now])
    while try await world.git("ls-remote", "origin", "refs/assay/leases/*").isEmpty { await Task.yield() }
    world.advance(minutes: 60)
    // The Builder waits, and says so; the Adversary has not been seen since.
    let told = try await world.watchOnce("--on", "role-unseen")
    #expect(told.map(\.title).filter { $0.contains("builder") } == [])
    #expect(told.map(\.title).filter { $0.contains("adversary") }.count == 1)
    // A wait whose time is up is none.
    world.advance(minutes: 120)
    let later = try await world.watchOnce("--on", "role-unseen")
    #expect(later.map(\.title).filter { $0.contains("builder") }.count == 1)
    try await world.must(World.claim)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    #expect(try await waiting.status == 0)
  }

  @Test func `B7: a ledger that says DONE closes no phase and opens none`() async throws {
    let world = try await Stages.world(.passed)
    try await world.addToPolicy("order: { phases: [greet, next] }\n")
    try await world.watchOnce("--on", "done,phase-next,complete,closable")
    let ledger = try await world.git("show", "origin/main:machine-docs/STATUS-greet.md")
    // As a Builder wrote it who only meant to leave room for it.
    let placeholder = "\n\n## DONE\n\nNot yet. Here when all is done.\n"
    try await world.push(ledger + placeholder, to: "machine-docs/STATUS-greet.md")
    world.advance(minutes: 60)
    #expect(try await world.watchOnce("--on", "done,phase-next,complete,closable") == [])
  }

  @Test func `B10: words in a file with a ledger's name close no phase and open none`() async throws {
    let world = try await Stages.world(.passed)
    try await world.addToPolicy("order: { phases: [greet, next] }\n")
    try await world.watchOnce("--on", "done,phase-next,complete,closable")
    try await world.push("# STATUS\n\n## DONE\n", to: "STATUS-greet.md")
    world.advance(minutes: 60)
    #expect(try await world.watchOnce("--on", "done,phase-next,complete,closable") == [])
  }

  @Test func `B9 and B20 to B22: the next phase is due with the DONE itself, the end is told once, and it goes on`()
    async throws
  {
    let world = try await Stages.world(.done)
    try await world.addToPolicy("order: { phases: [greet, again] }\n")
    let kinds = ["--on", "done,phase-next,complete,message", "--from", "beginning"]
    #expect(try await world.watchOnce(kinds[0], kinds[1], kinds[2], kinds[3]).map(\.event) == ["phase-next", "done"])
    // A restart begins at no other phase.
    #expect(try await world.watchOnce(kinds[0], kinds[1]) == [])
    try await world.addToPolicyOrder("[greet]")
    #expect(try await world.watchOnce(kinds[0], kinds[1]).map(\.event) == ["complete"])
    #expect(try await world.watchOnce(kinds[0], kinds[1]) == [])
    try await world.must("send", "adversary", "--phase", "greet", "-m", "after the end")
    #expect(try await world.watchOnce(kinds[0], kinds[1]).map(\.event) == ["message"])
    // Phases that are appended go on from there.
    try await world.addToPolicyOrder("[greet, more]")
    #expect(try await world.watchOnce(kinds[0], kinds[1]).map(\.phase) == ["more"])
  }
}

extension World {
  /// Puts another order in the place of the one that the policy has.
  fileprivate func addToPolicyOrder(_ phases: String) async throws {
    try await git("fetch", "--quiet", "origin")
    let policy = try await git("show", "origin/main:assay.yml")
    let lines = policy.split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("order:") }) else { return }
    let rest = lines[(index + 1)...].drop { $0.hasPrefix(" ") }
    let text = (lines[..<index] + ["order: { phases: \(phases) }"] + rest).joined(separator: "\n") + "\n"
    try scratch.write(text, to: "edited.yml")
    try await must("policy", "change", scratch.path("edited.yml"), "-m", "another order", "--as", "operator")
  }
}
