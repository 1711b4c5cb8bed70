import FoundationEssentials
import TestSupport
import Testing

/// The audit that goes on where the last one ended says what one from the beginning says.
@Suite struct AuditTests {
  @Test func `what came since is found, and stays found`() async throws {
    let world = try await Stages.world(.claimed)
    let clean = try await world.must("audit")
    #expect(try await world.must("audit", "--full").stdout == clean.stdout)
    try await world.push("## DONE\n", to: "machine-docs/STATUS-greet.md")
    let found = try await world.assay(["audit"])
    #expect(found.status == 1 && found.stdout.contains("  R2  ") || found.stdout.contains("  R3  "))
    try await world.push("more\n", to: "other.txt")
    let later = try await world.assay(["audit"])
    let whole = try await world.assay(["audit", "--full"])
    #expect(later.status == 1 && later.stdout == whole.stdout)
    #expect(later.stdout.hasPrefix(found.stdout.split(separator: "\n").first ?? "nothing"))
  }

  @Test func `a side that began earlier is looked at as well`() async throws {
    let world = try await Stages.world(.claimed)
    try await world.git("branch", "side", "HEAD~1")
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    try await world.must("decide", "-m", "one more")
    try await world.must("audit")
    try await world.git("checkout", "--quiet", "side")
    try world.scratch.write("title: easier\n", to: "builder/phases/greet.yml")
    try await world.git("commit", "--quiet", "--all", "--message", "make it easier")
    try await world.git("checkout", "--quiet", "main")
    try await world.git("merge", "--quiet", "--no-ff", "-m", "merge the side", "side")
    try await world.git("push", "--quiet", "origin", "main")
    let incremental = try await world.assay(["audit"])
    #expect(incremental.status == 1 && incremental.stdout.contains("make") == false)
    #expect(incremental.stdout.contains("phases/greet.yml"))
    #expect(try await world.assay(["audit", "--full"]).stdout == incremental.stdout)
  }

  @Test func `a kept audit that was tampered with is not believed`() async throws {
    let world = try await Stages.world(.claimed)
    try await world.push("## DONE\n", to: "machine-docs/STATUS-greet.md")
    let red = try await world.assay(["audit"])
    #expect(red.status == 1)
    let file = "builder/.git/assay/audit-main"
    let text = try #require(world.scratch.text(of: file))
    try world.scratch.write(text.replacing("R3", with: "R0"), to: file)
    #expect(try await world.assay(["audit"]).stdout == red.stdout)
  }
}

/// P1 without a guard.
@Suite struct ProtectionAuditTests {
  @Test func `a protected path that changed too early is found, whenever one looks`() async throws {
    let world = try await Stages.world(.founded)
    try world.scratch.write("protect:\n  - { paths: [deploy/**], until: M1 }\n" + PhaseText.greet, to: "greet.yml")
    try await world.must("phase", "add", "../greet.yml")
    try await world.must("phase", "open", "greet")
    try await world.push("ship", to: "deploy-notes.txt")
    try await world.must("audit")
    try FileManager.default.createDirectory(atPath: world.path(.builder) + "/deploy", withIntermediateDirectories: true)
    try await world.push("ship", to: "deploy/now.txt")
    let head = try await world.git("rev-parse", "HEAD")
    func found(_ arguments: String...) async throws -> Int {
      let screen = try await world.assay(["audit"] + arguments)
      let lines = screen.stdout.split(separator: "\n").filter { $0.contains("P1") }
      #expect(lines.allSatisfy { $0.contains(head.prefix(12)) && $0.contains("deploy/now.txt on main") }, "\(lines)")
      return screen.status == 1 ? lines.count : 0
    }
    #expect(try await found() == 1)
    #expect(try await found() == 1)
    #expect(try await found("--full") == 1)
    try await world.must("decide", "-m", "leave it")
    #expect(try await found() == 1)
    // What follows has not changed it, and what comes after the PASS may.
    try await world.push("more", to: "hello-notes.txt")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    try await world.must(World.claim)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    try await world.push("again", to: "deploy/now.txt")
    try await world.must("decide", "-m", "shipped")
    #expect(try await found() == 1)
    #expect(try await found("--full") == 1)
  }
}
