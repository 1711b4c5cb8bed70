import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// Keys: made, taken, found, added and taken away.
@Suite struct KeyTests {
  @Test func `a newcomer joins with a key of their own, and acts once an operator lets them in`() async throws {
    let world = try await Stages.world(.open)
    let joined = try await world.must("join", "adversary", "../team.git", "../second", "--principal", "ada", "--json")
    let line = try #require(try JSONDocument.fields(of: joined.stdout)["next"] as? String)
    #expect(line.hasPrefix("assay principal add ada adversary 'ssh-ed25519 "))
    let second = world.scratch.path("second")
    let early = try await world.assay(["veto", "--reason", "x"], in: second)
    #expect(early.status == 64 && early.stderr.contains("ada"))
    let key = try #require(try JSONDocument.fields(of: joined.stdout)["key"] as? String)
    try await world.must("principal", "add", "ada", "adversary", key, "--as", "operator")
    let acted = try await world.assay(["veto", "--reason", "not yet"], in: second)
    #expect(acted.status == 0, "\(acted.stderr)")
    // The adversary who was there first is not the issuer.
    let lifted = try await world.assay(["lift", "--reason", "x"], as: .adversary)
    #expect(lifted.status == 77 && lifted.stderr.contains("R1"))
  }

  @Test func `a key is replaced from then on, never backwards`() async throws {
    let world = try await Stages.world(.claimed)
    let before = try await world.git("rev-parse", "origin/main")
    let rotated = try await world.must("join", "builder", "../team.git", "../new", "--principal", "builder-x", "--json")
    let key = try #require(try JSONDocument.fields(of: rotated.stdout)["key"] as? String)
    try await world.must("principal", "add", "builder", "builder", key, "--as", "operator")
    try await world.must("decide", "-m", "signed with the new key")
    try await world.must("audit")
    try await world.git("fetch", "--quiet")
    #expect(try await world.git("log", "--format=%s", "\(before)..origin/main").contains("signed with the new key"))
    // The old key's file is still there, and is of no use.
    for end in ["", ".pub"] {
      try FileManager.default.removeItem(atPath: world.scratch.path("home/.config/assay/keys/team-builder-x\(end)"))
    }
    let without = try await world.assay(["decide", "-m", "x"])
    #expect(without.status == 64 && without.stderr.contains("not on this machine"), "\(without.stderr)")
  }

  @Test func `git itself agrees about the signatures`() async throws {
    let world = try await Stages.world(.done)
    let signers = try await world.must("principal", "list", "--allowed-signers")
    try world.scratch.write(signers.stdout, to: "signers")
    try await world.git("fetch", "--quiet")
    let log = try await world.git(
      "-c", "gpg.ssh.allowedSignersFile=" + world.scratch.path("signers"), "log", "--format=%G? %ae %s", "origin/main")
    let records = log.split(separator: "\n").filter { $0.contains("@team.invalid") }
    #expect(records.count >= 8)
    for record in records { #expect(record.hasPrefix("G "), "\(record)") }
  }

  @Test func `a user's own key is taken`() async throws {
    let world = try await Stages.world(.code)
    let made = try await runTool(
      ToolRequest(
        executable: "ssh-keygen", arguments: ["-q", "-t", "ed25519", "-N", "", "-f", world.scratch.path("mine")],
        environment: world.environment()))
    #expect(made.status == .exited(0))
    try await world.must("init", "--key", "builder=../mine")
    try await world.must("phase", "add", "../greet.yml")
    let own = try #require(world.scratch.text(of: "mine.pub")?.split(separator: " ").dropFirst().first)
    #expect(try await world.git("show", "HEAD:assay.yml").contains(own))
    #expect(!FileManager.default.fileExists(atPath: world.scratch.path("home/.config/assay/keys/team-builder")))
  }

  @Test(.timeLimit(.minutes(20)), arguments: [true, false])
  func `a passphrase is asked for at the terminal`(isRight: Bool) async throws {
    let world = try await Stages.world(.open)
    let lent = try await runTool(
      ToolRequest(
        executable: "ssh-keygen",
        arguments: [
          "-q", "-p", "-a", "1", "-P", "", "-N", "open sesame", "-f",
          world.scratch.path("home/.config/assay/keys/team-builder"),
        ], environment: world.environment()))
    #expect(lent.status == .exited(0))
    // Without a terminal nobody is asked, and it is said what to do.
    let alone = try await world.assay(["decide", "-m", "x"])
    #expect(alone.status == 64 && alone.stderr.contains("try again at a terminal"), "\(alone.stderr)")

    let (status, screen) = try await runAtTerminal(
      [Binary.path, "decide", "-m", "asked for it"], environment: world.environment(), directory: world.path(.builder),
      asked: "passphrase", answer: isRight ? "open sesame" : "abracadabra")
    #expect(status == .exited(isRight ? 0 : 64), "\(screen)")
    #expect(screen.contains(isRight ? "decision(greet): asked for it" : "incorrect passphrase"), "\(screen)")
    #expect(!screen.contains("open sesame") && !screen.contains("abracadabra"))
    let left = try FileManager.default.contentsOfDirectory(atPath: world.scratch.path("tmp"))
    #expect(!left.contains { $0.hasPrefix("assay-sign-") })
    if isRight { try await world.must("audit") }
  }

  @Test func `a private key that others may read signs nothing`() async throws {
    let world = try await Stages.world(.open)
    let key = world.scratch.path("home/.config/assay/keys/team-builder")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    let screen = try await world.assay(["decide", "-m", "x"])
    #expect(screen.status == 64 && screen.stderr.contains("chmod 600"), "\(screen.stderr)")
  }
}
