import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// The guard on a real bare repository: installed, pushed to by the tool and by plain git.
@Suite struct GuardTests {
  private static func install(in world: World) async throws -> Screen {
    try await world.must("guard", "install", "../team.git")
  }

  /// A push by plain git. Returns whether it was taken, and what the pusher was told.
  private static func push(_ arguments: String..., in world: World) async throws -> (isTaken: Bool, said: String) {
    let outcome = try await runTool(
      ToolRequest(
        executable: "git", arguments: ["push", "--quiet"] + arguments, environment: world.environment(),
        directory: world.path(.builder)))
    return (outcome.status == .exited(0), String(decoding: outcome.stderr, as: UTF8.self))
  }

  @Test func `a whole phase goes through it`() async throws {
    let world = try await Stages.world(.code)
    #expect(try await Self.install(in: world).stdout.contains("wrote pre-receive"))
    try await world.must("init")
    try await world.must("phase", "add", "../greet.yml")
    try await world.must("phase", "open", "greet")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    #expect(try await world.assay(World.claim).status == 0)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    try await world.must("audit", "--full")
    // What makes the next push quick is kept after each.
    #expect(FileManager.default.fileExists(atPath: world.scratch.path("team.git/assay/fold-main")))
  }

  @Test func `installed again it changes nothing, and it keeps what stood there`() async throws {
    let world = try await Stages.world(.open)
    try world.scratch.write(
      "#!/bin/sh\ncat >\"$GIT_DIR/seen\"\n", to: "team.git/hooks/pre-receive", executable: true)
    #expect(try await Self.install(in: world).stdout.contains("kept pre-receive as pre-receive.before-assay"))
    let hook = try #require(world.scratch.text(of: "team.git/hooks/pre-receive"))
    let again = try await Self.install(in: world)
    #expect(!again.stdout.contains("wrote") && !again.stdout.contains("kept"))
    #expect(world.scratch.text(of: "team.git/hooks/pre-receive") == hook)
    try await world.must("decide", "-m", "one")
    let tip = try await world.git("rev-parse", "main", in: world.scratch.path("team.git"))
    #expect(world.scratch.text(of: "team.git/seen")?.contains("\(tip) refs/heads/main") == true)
  }

  @Test func `a branch whose name only looks the same is not the branch`() async throws {
    let world = try await Stages.world(.code)
    try await world.git("push", "--quiet", "origin", "HEAD:refs/heads/K")
    try await world.must("init", "--branch", "K")
    try await world.must("guard", "install", "../team.git", "--branch", "K")
    try await world.git("fetch", "--quiet", "origin")
    // The Kelvin sign is a K to Unicode, and none to git.
    let posing = try await Self.push("origin", "origin/K:refs/heads/\u{212A}", in: world)
    #expect(!posing.isTaken && posing.said.contains("R4: "), "\(posing.said)")
    try await world.must("phase", "add", "../greet.yml")
  }

  @Test func `a refused push costs nothing that was written`() async throws {
    let world = try await Stages.world(.claimed)
    _ = try await Self.install(in: world)
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    try world.scratch.write("mine\n", to: "builder/mine.txt")
    try world.scratch.write("## DONE\n", to: "builder/machine-docs/STATUS-greet.md")
    try await world.git("add", "--all")
    try await world.git("commit", "--quiet", "--message", "both at once")
    let tip = try await world.git("rev-parse", "main", in: world.scratch.path("team.git"))
    let refused = try await Self.push("origin", "HEAD:main", in: world)
    #expect(!refused.isTaken)
    for part in ["R2", "STATUS-greet.md", "both at once", "mend:", "kept in your clone"] {
      #expect(refused.said.contains(part), "\(part): \(refused.said)")
    }
    #expect(try await world.git("rev-parse", "main", in: world.scratch.path("team.git")) == tip)
    // As the message says.
    try await world.git("checkout", "--quiet", "origin/main", "--", "machine-docs")
    try await world.git("commit", "--quiet", "--amend", "--no-edit")
    let taken = try await Self.push("origin", "HEAD:main", in: world)
    #expect(taken.isTaken, "\(taken.said)")
    try await world.must("audit", "--full")
  }

  @Test func `protected paths wait for their gate`() async throws {
    let world = try await Stages.world(.code)
    let phase = try #require(world.scratch.text(of: "greet.yml"))
    try world.scratch.write(phase + "protect:\n  - { paths: [src/**], until: M1, branch: stable }\n", to: "greet.yml")
    _ = try await Self.install(in: world)
    try await world.must("init")
    try await world.must("phase", "add", "../greet.yml")
    try await world.must("phase", "open", "greet")
    try await world.git("checkout", "--quiet", "-b", "stable")
    try world.scratch.write("1\n", to: "builder/src/a.txt")
    try await world.git("add", "--all")
    try await world.git("commit", "--quiet", "--message", "too early")
    let early = try await Self.push("origin", "stable", in: world)
    #expect(!early.isTaken && early.said.contains("P1") && early.said.contains("M1"), "\(early.said)")
    // Elsewhere it may lie, and be claimed from there.
    let elsewhere = try await Self.push("origin", "stable:feature", in: world)
    #expect(elsewhere.isTaken, "\(elsewhere.said)")
    try await world.git("checkout", "--quiet", "main")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    #expect(try await world.assay(WrongInput.claim(["--subject": "origin/feature"])).status == 0)
    try await world.must("collect", "M1", as: .adversary)
    try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    let late = try await Self.push("origin", "stable", in: world)
    #expect(late.isTaken, "\(late.said)")
  }

  @Test func `a server with another branch says so`() async throws {
    let world = try await Stages.world(.code)
    try await world.must("guard", "install", "../team.git", "--branch", "records")
    let founded = try await world.assay(["init"])
    #expect(founded.status == 77 && founded.stderr.contains("records"), "\(founded.stderr)")
    try await world.must("init", "--branch", "records")
  }

  @Test(arguments: [
    ["guard", "install", "."], ["guard", "install", "nowhere.git"],
  ])
  func `what is no bare repository is not guarded`(_ arguments: [String]) async throws {
    let world = try await Stages.world(.open)
    let screen = try await world.assay(arguments)
    #expect([64, 65].contains(screen.status) && screen.stderr.contains("hint: "))
    #expect(!FileManager.default.fileExists(atPath: world.scratch.path("builder/.git/hooks/pre-receive")))
  }

  @Test(arguments: ["", "x", "0 0 refs/heads/main\n", "refs/heads/main\n", "\u{0}\n"])
  func `input that git does not give is refused`(_ input: String) async throws {
    let world = try await Stages.world(.open)
    let screen = try await world.assay(
      ["guard"], in: world.scratch.path("team.git"), input: Array(input.utf8), environment: ["GIT_DIR": "."])
    #expect(screen.status == (input.isEmpty ? 0 : 65), "\(screen.stderr)")
  }
}
