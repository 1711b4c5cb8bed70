import FoundationEssentials
import TestSupport
import Testing

/// A repository with a life of its own stays as it is: a whole phase is played in it, and nothing of the user's moves.
@Suite struct UserRepositoryTests {
  private static let oddNames = ["with space.txt", "ünïcode-é.txt", "new\nline.txt", "-dash", "quo\"te", "tab\there"]

  @Test func `a phase leaves a user's repository as it was`() async throws {
    let world = try await Stages.world(.code)
    try await Self.furnish(world)
    let start = try await world.git("rev-parse", "main")
    let before = try Footprint(of: world)
    let own = try await Self.settings(of: world)
    let refs = try await Self.references(of: world)
    let stash = try await world.git("stash", "list", "--format=%H %gs")

    try await world.must("init")
    try await world.must("phase", "add", "../greet.yml")
    try await world.must("phase", "open", "greet")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    // The tree with open changes is no place to claim from; the clean one of the same repository is.
    #expect(try await world.assay(World.claim).status == 77)
    for (gate, checks) in [("M1", "greets, teeth"), ("M10", "polite, read-twice")] {
      let claim = WrongInput.claim(["--how": checks, "--subject": "origin/main"], gate: gate)
      let claimed = try await world.assay(claim, in: world.scratch.path("linked"))
      #expect(claimed.status == 0, "\(claimed.stderr)")
      try await world.must("collect", gate, as: .adversary)
      try await world.must("review", gate, "--pass", "-m", "cold", as: .adversary)
    }
    try await world.must("done")
    try await world.must("audit")

    let changed = try Footprint(of: world).changes(since: before).filter {
      !$0.hasPrefix("adversary") && !$0.hasPrefix("home/.config/assay")
    }
    #expect(changed == ["builder/.git/config", "team.git/refs/heads/main"])
    #expect(try await Self.settings(of: world) == own)
    #expect(try await Self.references(of: world) == refs)
    #expect(try await world.git("stash", "list", "--format=%H %gs") == stash)
    #expect(try await world.git("notes", "show", "v2^{commit}") == "a note")

    // What the records changed is the tool's, in the history and in the clone that follows it.
    let paths = try await world.git("diff", "--name-only", start, "origin/main").split(separator: "\n")
    #expect(paths.allSatisfy { $0 == "assay.yml" || $0 == "phases/greet.yml" || $0.hasPrefix("machine-docs/") })
    #expect(paths.contains("assay.yml"))
    let adversary = world.path(.adversary)
    #expect(try await world.git("status", "--porcelain", in: adversary) == "")
    // It followed with its own last record; the Builder's DONE came after that.
    let followed = try await world.git("rev-parse", "HEAD", in: adversary)
    #expect(try await followed == world.git("rev-parse", "origin/main~1"))
    for name in Self.oddNames { #expect(world.scratch.text(of: "adversary/\(name)") == "\(name)\n") }
    #expect(world.scratch.text(of: "adversary/run.bat") == "echo hi\r\necho ho\r\n")
  }

  /// History with a merge, tags of both kinds, a submodule, line ends by attribute, odd names; and, on a branch of the
  /// user's, changes staged, not staged and not tracked, a stash, a note, a linked worktree and a hook.
  private static func furnish(_ world: World) async throws {
    let scratch = world.scratch
    try await world.git("init", "--quiet", "library", in: scratch.path)
    try scratch.write("1\n", to: "library/version")
    try await world.git("add", "--all", in: scratch.path("library"))
    try await world.git("commit", "--quiet", "--message", "library", in: scratch.path("library"))

    try await world.git("tag", "v1")
    try await world.git("checkout", "--quiet", "-b", "side")
    for name in oddNames { try scratch.write("\(name)\n", to: "builder/\(name)") }
    try scratch.write("*.bat text eol=crlf\n", to: "builder/.gitattributes")
    try scratch.write("echo hi\r\necho ho\r\n", to: "builder/run.bat")
    try await world.git("add", "--all")
    try await world.git("commit", "--quiet", "--message", "odd names, line ends")
    try await world.git("checkout", "--quiet", "main")
    try await world.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", scratch.path("library"), "library")
    try await world.git("commit", "--quiet", "--message", "a submodule")
    try await world.git("merge", "--quiet", "--no-edit", "side")
    try await world.git("tag", "--annotate", "--message", "second", "v2")
    try await world.git("notes", "add", "--message", "a note", "HEAD")
    try await world.git("push", "--quiet", "origin", "main", "v1", "v2")

    try scratch.write("#!/bin/sh\nexit 0\n", to: "builder/.git/hooks/pre-push", executable: true)
    try await world.git("config", "alias.st", "status")
    try await world.git("worktree", "add", "--quiet", "-b", "other", "../linked", "main")
    try await world.git("checkout", "--quiet", "-b", "feature")
    try scratch.write("put away\n", to: "builder/polite.txt")
    try await world.git("stash", "push", "--quiet", "--message", "for later")
    try scratch.write("staged\n", to: "builder/hello.txt")
    try await world.git("add", "hello.txt")
    try scratch.write("and changed again\n", to: "builder/hello.txt")
    try scratch.write("new\n", to: "builder/not tracked.txt")
  }

  private static func settings(of world: World) async throws -> [String] {
    let all = try await world.git("config", "--local", "--list").split(separator: "\n").map { String($0) }
    return all.filter { !$0.hasPrefix("assay.") }
  }

  /// All but the tool's own and what tracks the remote's branch.
  private static func references(of world: World) async throws -> [String] {
    let all = try await world.git("for-each-ref", "--format=%(refname) %(objectname)").split(separator: "\n")
    return all.map { String($0) }.filter {
      !$0.hasPrefix("refs/assay/") && !$0.hasPrefix("refs/remotes/origin/main ")
    }
  }
}
