import FoundationEssentials
import TestSupport
import Testing

/// The sealed journal with the real binary, both parties on one machine, and what the object database gives away.
@Suite struct SealedJournalTests {
  private static let words = ["zanzibar", "quokka", "wombat"]

  private static func written(_ stage: Stage = .open) async throws -> World {
    let world = try await Stages.world(stage)
    try await world.must("journal", "add", "--gate", "M1", "-m", "zanzibar was the cause\n\nthe quokka says so")
    try await world.must("journal", "add", "-m", "a wombat beside it")
    return world
  }

  /// Every object that can be reached in a clone, as bytes.
  private static func database(of party: Party, in world: World) async throws -> String {
    let ids = try await world.git("rev-list", "--all", "--objects", in: world.path(party)).split(separator: "\n")
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    var git = HermeticGit(home: world.scratch.path("home"))
    git.environment["GIT_TEMPLATE_DIR"] = ""
    return try await git.run(
      ["cat-file", "--batch"], in: world.path(party), input: ids.joined(separator: "\n") + "\n")
  }

  @Test func `nothing of it is to be found before the ruling, and all of it after`() async throws {
    let world = try await Self.written()
    try await world.must(World.claim)
    try await world.must("brief", as: .adversary)
    try await world.git("fetch", "--quiet", "origin", in: world.path(.adversary))
    let database = try await Self.database(of: .adversary, in: world)
    #expect(database.contains("sealed entry"))
    for word in Self.words { #expect(!database.contains(word)) }
    let shown = try await world.must("journal", "show", as: .adversary).stdout
    #expect(shown.contains("sealed until M1 is ruled on") && shown.contains("sealed until phase greet can be closed"))
    for word in Self.words { #expect(!shown.contains(word)) }
    // Its author reads it at any time, and sees when it was written.
    let own = try await world.must("journal", "show").stdout
    for word in Self.words { #expect(own.contains(word)) }
    #expect(own.contains("to others sealed until M1 is ruled on"))

    let early = try await world.must("journal", "publish").stdout
    #expect(early.contains("no key is to be published now"))
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    let next = try await world.must("backlog", "add", "-m", "an item").stdout
    #expect(next.contains("journal(greet): KEY M1 — published"))
    let after = try await world.must("journal", "show", as: .adversary).stdout
    #expect(after.contains("zanzibar") && after.contains("quokka") && !after.contains("wombat"))

    // After the ruling there is another key.
    try await world.must("journal", "add", "--gate", "M1", "-m", "a zebra")
    #expect(try await !world.must("journal", "show", as: .adversary).stdout.contains("zebra"))
    try await Self.pass(world)
    let done = try await world.must("done").stdout
    #expect(done.contains("journal(greet): KEY — published") && done.contains("status(greet): DONE"))
    let everything = try await world.must("journal", "show", "--phase", "greet", as: .adversary).stdout
    for word in Self.words + ["zebra"] { #expect(everything.contains(word)) }
    try await world.must("audit", as: .adversary)
  }

  private static func pass(_ world: World) async throws {
    try await world.must([
      "claim", "M10", "--what", "polite", "--how", "checks polite, read-twice", "--expected", "please",
      "--where", "polite.txt",
    ])
    try await world.must("collect", "M10", as: .adversary)
    try await world.must("review", "M10", "--pass", "-m", "polite", as: .adversary)
  }

  @Test func `a secret that is lost keeps the phase from being done`() async throws {
    let world = try await Self.written()
    let seals = world.scratch.path("home/.config/assay/seals")
    try await world.must(World.claim)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    try await Self.pass(world)
    try FileManager.default.moveItem(atPath: seals, toPath: seals + "-lost")
    let refused = try await world.assay(["done"])
    #expect(refused.status == 77)
    #expect(refused.stderr.contains("D1: builder has not published the key of journal entries ("))
    #expect(refused.stderr.contains("assay journal publish"))
    #expect(try await world.assay(["journal", "publish"]).status == 64)
    try FileManager.default.moveItem(atPath: seals + "-lost", toPath: seals)
    try await world.must("done")
  }

  @Test func `a secret that others could read is not used`() async throws {
    let world = try await Self.written()
    let seals = world.scratch.path("home/.config/assay/seals")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: seals).first)
    #expect(name.hasSuffix("-builder"))
    let path = "\(seals)/\(name)"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(try await world.assay(["journal", "add", "-m", "more"]).status == 64)
  }

  /// A Builder's own doing, with plain git: the right seal over a ciphertext that does not open.
  @Test func `a ciphertext that does not open is said to be damaged`() async throws {
    let world = try await Stages.world(.code)
    try world.scratch.write("journal: sealed\n" + PhaseText.greet, to: "greet.yml")
    try await world.must("init", "--signatures", "off")
    try await world.must("phase", "add", "../greet.yml")
    try await world.must("phase", "open", "greet")
    try await world.must("journal", "add", "--gate", "M1", "-m", "zanzibar")
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    let message = try await world.git("log", "-1", "--format=%B")
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let first = try #require(lines[2].first)
    lines[2] = (first == "A" ? "B" : "A") + lines[2].dropFirst()
    while lines.last == "" { lines.removeLast() }
    var git = HermeticGit(home: world.scratch.path("home"))
    for party in ["AUTHOR", "COMMITTER"] {
      git.environment["GIT_\(party)_NAME"] = "builder"
      git.environment["GIT_\(party)_EMAIL"] = "builder@team.invalid"
      git.environment["GIT_\(party)_DATE"] = world.now
    }
    let forged = try await git.run(
      ["commit-tree", "HEAD^{tree}", "-p", "HEAD", "-F", "-"], in: world.path(.builder),
      input: lines.joined(separator: "\n") + "\n")
    try await world.git("push", "--quiet", "origin", "\(forged):main")
    let shown = try await world.must("journal", "show").stdout
    #expect(shown.contains("zanzibar"))
    #expect(shown.contains("cannot be read: the ciphertext is damaged"))
    #expect(try await world.must("show", forged).stdout.contains("cannot be read"))
    #expect(try await world.assay(["audit"]).status == 1)

    // Its key stays back, nothing else waits for it, and who asks is told why.
    try await world.must("join", "adversary", "../team.git", "../adversary")
    try await world.must(World.claim)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    #expect(try await !world.must("backlog", "add", "-m", "an item").stdout.contains("KEY M1"))
    let refused = try await world.assay(["journal", "publish"])
    #expect(
      refused.status == 77 && refused.stderr.contains("V6: entry \(forged.prefix(12)) does not open with the key"))
    #expect(refused.stderr.contains("assay principal revoke builder"))
  }

  /// A phase may say that its journal is open, signatures or not: then everybody reads it.
  @Test func `an open journal stays open`() async throws {
    let world = try await Stages.world(.founded)
    try world.scratch.write("journal: open\n" + PhaseText.greet, to: "greet.yml")
    try await world.must("phase", "add", "../greet.yml")
    try await world.must("phase", "open", "greet")
    try await world.must("journal", "add", "-m", "zanzibar")
    #expect(try await world.git("log", "-1", "--format=%s", "origin/main").contains("zanzibar"))
    // From an Adversary with a claim to rule on it is kept as well as a tool can.
    try await world.must("join", "adversary", "../team.git", "../adversary")
    #expect(try await world.must("journal", "show", as: .adversary).stdout.contains("zanzibar"))
    try await world.must(World.claim)
    let refused = try await world.assay(["journal", "show"], as: .adversary)
    #expect(refused.status == 64 && refused.stderr.contains("M1") && !refused.stdout.contains("zanzibar"))
  }
}
