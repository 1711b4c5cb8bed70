import FoundationEssentials
import TestSupport
import Testing

/// Repositories, remotes and histories that are not as they have to be: 65, 69, and 77 for what is a violation.
@Suite struct RepositoryRefusalTests {
  @Test(arguments: revisions) func `a revision is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let revisions: [WrongInput] = [
    WrongInput("an option", WrongInput.claim() + ["--subject=-n"], exit: 65, says: ["'-n'", "not a revision"]),
    WrongInput("cut too short", WrongInput.claim(["--subject": "a"]), exit: 65, says: ["'a'"]),
    WrongInput(
      "unknown id", WrongInput.claim(["--subject": "1234567812345678123456781234567812345678"]), exit: 65,
      says: ["1234567812345678123456781234567812345678"]),
    WrongInput("unknown branch", WrongInput.claim(["--subject": "nowhere"]), exit: 65, says: ["nowhere"]),
    WrongInput("no commit", WrongInput.claim(["--subject": "HEAD:hello.txt"]), exit: 65, says: ["names no commit"]),
    WrongInput("a range", WrongInput.claim(["--subject": "HEAD~1..HEAD"]), exit: 65, says: ["HEAD~1..HEAD"]),
    WrongInput("empty", WrongInput.claim(["--subject": ""]), exit: 65, says: ["not a revision"]),
    WrongInput("with a line end", WrongInput.claim(["--subject": "HEAD\n"]), exit: 65, says: ["not a revision"]),
    WrongInput(
      "audit from nowhere", ["audit", "--from", "nowhere"], exit: 65, says: ["nowhere"]),
    WrongInput(
      "a baseline of nothing", as: .adversary, ["baseline", "M1", "--subject", "nowhere", "-m", "x"], exit: 65,
      says: ["nowhere"]),
  ]

  @Test func `an ambiguous id is refused`() async throws {
    // Among a thousand objects, two share four digits.
    let world = try await Stages.world(.open)
    let blobs = (0..<1000).map { "blob\nmark :\($0 + 1)\ndata \(String($0).utf8.count)\n\($0)\n" }.joined()
    var git = HermeticGit(home: world.scratch.path("home"))
    git.environment["GIT_TEMPLATE_DIR"] = ""
    try await git.run(
      ["fast-import", "--quiet", "--export-marks=../marks"], in: world.path(.builder), input: blobs)
    let marks = try #require(world.scratch.text(of: "marks"))
    let prefixes = marks.split(separator: "\n").compactMap { $0.split(separator: " ").last?.prefix(4) }
    let twin = try #require(Dictionary(grouping: prefixes) { $0 }.first { $0.value.count > 1 }?.key)
    let screen = try await world.assay(WrongInput.claim(["--subject": String(twin)]))
    #expect(screen.status == 65 && screen.stdout.isEmpty)
    #expect(screen.stderr.contains("'\(twin)' fits several objects"))
  }

  @Test(arguments: remotes) func `a remote is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let gone: @Sendable (World) async throws -> Void = { world in
    try FileManager.default.moveItem(atPath: world.scratch.path("team.git"), toPath: world.scratch.path("away"))
  }
  private static let hooked: @Sendable (World) async throws -> Void = { world in
    try world.scratch.write(
      "#!/bin/sh\necho 'no pushing on Fridays' >&2\nexit 1\n", to: "team.git/hooks/pre-receive", executable: true)
  }
  /// Another history in the place of the one that everybody has seen.
  private static let replaced: @Sendable (World) async throws -> Void = { world in
    try await world.git("clone", "--quiet", world.scratch.path("team.git"), "../hand")
    let hand = world.scratch.path("hand")
    try await world.git("checkout", "--quiet", "--orphan", "other", in: hand)
    try await world.git("commit", "--quiet", "--message", "another beginning", in: hand)
    try await world.git("push", "--quiet", "--force", "origin", "HEAD:main", in: hand)
  }

  private static let remotes: [WrongInput] = [
    WrongInput("gone, reading", ["status"], exit: 69, says: ["origin cannot be reached", "--offline"], spoil: gone),
    WrongInput("gone, writing", ["decide", "-m", "x"], exit: 69, says: ["origin cannot be reached"], spoil: gone),
    WrongInput("gone, claiming", WrongInput.claim(), exit: 69, says: ["origin cannot be reached"], spoil: gone),
    WrongInput(
      "gone, collecting", at: .claimed, as: .adversary, ["collect", "M1"], exit: 69, says: ["cannot be reached"],
      spoil: gone),
    WrongInput("gone, waiting", ["wait", "--for", "claim"], exit: 69, says: ["cannot be reached"], spoil: gone),
    WrongInput("gone, founding", at: .code, ["init"], exit: 69, says: ["cannot be reached"], spoil: gone),
    WrongInput(
      "none", ["status"], exit: 65, says: ["origin", "git remote add"],
      spoil: { try await $0.git("remote", "remove", "origin") }),
    WrongInput(
      "none, writing", ["decide", "-m", "x"], exit: 65, says: ["origin", "git remote add"],
      spoil: { try await $0.git("remote", "remove", "origin") }),
    WrongInput(
      "none, founding", at: .code, ["init"], exit: 65, says: ["no remote origin", "git remote add"],
      spoil: { try await $0.git("remote", "remove", "origin") }),
    WrongInput(
      "refuses by hook", ["decide", "-m", "x"], exit: 77, says: ["the server refused", "no pushing on Fridays"],
      spoil: hooked),
    WrongInput("refuses a founding", at: .code, ["init"], exit: 77, says: ["no pushing on Fridays"], spoil: hooked),
    WrongInput("replaced, reading", ["status"], exit: 77, says: ["R5", "does not descend from"], spoil: replaced),
    WrongInput(
      "replaced, writing", ["decide", "-m", "x"], exit: 77, says: ["R5", "does not descend from"], spoil: replaced),
    WrongInput(
      "without the branch", ["status"], exit: 77, says: ["R5", "nothing"],
      spoil: { world in
        try await world.git("config", "receive.denyDeleteCurrent", "ignore", in: world.scratch.path("team.git"))
        try await world.git("push", "--quiet", "origin", ":main")
      }),
  ]

  @Test(arguments: repositories) func `a repository is refused`(wrong: WrongInput) async throws {
    try await wrong.check()
  }

  private static let repositories: [WrongInput] = [
    WrongInput("none", ["status"], exit: 65, says: ["git repository"], directory: "home"),
    WrongInput("none, founding", ["init"], exit: 65, says: ["git repository"], directory: "home"),
    WrongInput("the bare remote itself", ["status"], exit: 65, says: ["origin"], directory: "team.git"),
    WrongInput(
      "a shallow clone", ["status"], exit: 65, says: ["shallow", "git fetch --unshallow"], directory: "shallow",
      spoil: { world in
        try await world.git("clone", "--quiet", "--depth=1", "file://" + world.scratch.path("team.git"), "../shallow")
      }),
    WrongInput(
      "a shallow clone, writing", ["decide", "-m", "x"], exit: 65, says: ["git fetch --unshallow"],
      directory: "shallow",
      spoil: { world in
        try await world.git("clone", "--quiet", "--depth=1", "file://" + world.scratch.path("team.git"), "../shallow")
      }),
    WrongInput(
      "settings per work tree", ["status"], exit: 65, says: ["worktreeConfig", "git sparse-checkout disable"],
      spoil: { world in
        try await world.git("config", "core.repositoryFormatVersion", "1")
        try await world.git("config", "extensions.worktreeConfig", "true")
      }),
    WrongInput(
      "a partial clone", ["status"], exit: 65, says: ["partial clone", "without --filter"], directory: "partial",
      spoil: { world in
        try await world.git("config", "uploadpack.allowFilter", "true", in: world.scratch.path("team.git"))
        try await world.git(
          "clone", "--quiet", "--filter=blob:none", "file://" + world.scratch.path("team.git"), "../partial")
      }),
    WrongInput(
      "an object that is missing", ["audit"], exit: 65, says: ["missing", "git fsck"],
      spoil: { world in
        let id = try await world.git("rev-parse", "HEAD~1")
        try FileManager.default.removeItem(
          atPath: world.scratch.path("builder/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"))
      }),
    WrongInput(
      "a role that is none", ["decide", "-m", "x"], exit: 65, says: ["assay.role is 'judge'", "git config assay.role"],
      spoil: { try await $0.git("config", "assay.role", "judge") }),
    WrongInput(
      "a pin that is none", ["status"], exit: 65, says: ["assay.founding", "full object id"],
      spoil: { try await $0.git("config", "assay.founding", "HEAD") }),
    WrongInput(
      "another workspace's pin", ["status"], exit: 77, says: ["R7", "this clone joined"],
      spoil: { world in
        let other = try await world.git("rev-parse", "HEAD")
        try await world.git("config", "assay.founding", other)
      }),
    WrongInput(
      "no role", ["decide", "-m", "x"], exit: 64, says: ["no role", "--as ROLE", "assay join"],
      spoil: { try await $0.git("config", "--unset", "assay.role") }),
    WrongInput(
      "a branch that holds no workspace", ["status"], exit: 77, says: ["R7"],
      spoil: { world in
        try await world.git("push", "--quiet", "origin", "HEAD~3:refs/heads/other")
        try await world.git("config", "assay.branch", "other")
      }),
  ]
}
