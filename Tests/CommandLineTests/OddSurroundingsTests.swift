import FoundationEssentials
import TestSupport
import Testing

/// Surroundings that are unusual and no reason to refuse, and those that look alike and are.
@Suite struct OddSurroundingsTests {
  @Test func `a remote without a commit can be founded`() async throws {
    let world = try World()
    try await world.git("init", "--quiet", "--bare", "team.git", in: world.scratch.path)
    try await world.git("clone", "--quiet", "team.git", "builder", in: world.scratch.path)
    #expect(try await world.must("status").stdout.contains("no workspace here yet"))
    try await world.must("init")
    #expect(try await world.git("log", "--format=%s") == "policy: FOUNDED — team")
    #expect(try await world.git("status", "--porcelain") == "")
    try await world.must("audit")
  }

  @Test(arguments: [
    WrongInput("no commit to claim", ["claim", "M1", "--what", "x"], exit: 77, says: ["R7", "assay init"]),
    WrongInput("no commit to audit", ["audit"], exit: 77, says: ["R7", "assay init"]),
  ])
  func `an empty repository is refused`(wrong: WrongInput) async throws {
    var wrong = wrong
    wrong.stage = .code
    wrong.directory = "empty"
    wrong.spoil = { world in
      try await world.git("init", "--quiet", "--bare", "nothing.git", in: world.scratch.path)
      try await world.git("clone", "--quiet", "nothing.git", "empty", in: world.scratch.path)
    }
    try await wrong.check()
  }

  @Test func `a detached head is claimed and left where it is`() async throws {
    let world = try await Stages.world(.open)
    try await world.git("checkout", "--quiet", "--detach", "HEAD~1")
    let head = try await world.git("rev-parse", "HEAD")
    let screen = try await world.must(World.claim)
    #expect(screen.stdout.contains("working tree left alone: main is not checked out"))
    #expect(try await world.git("rev-parse", "HEAD") == head)
    #expect(
      try await world.git("log", "-1", "--format=%(trailers:key=Assay-Subject,valueonly,separator=)", "origin/main")
        == head)
    try await WrongInput(
      "a detached head that nobody has", WrongInput.claim(gate: "M1"), exit: 77, says: ["C3", "git push"],
      spoil: { world in
        try await world.git("checkout", "--quiet", "--detach")
        try await world.git("commit", "--quiet", "--allow-empty", "--message", "mine alone")
      }
    ).check()
  }

  @Test(arguments: ["other branch", "detached", "dirty", "untracked", "diverged", "bare"])
  func `a working tree that is not the branch's own, clean and behind is left alone`(situation: String) async throws {
    let world = try await Stages.world(.open)
    switch situation {
    case "other branch": try await world.git("checkout", "--quiet", "-b", "mine")
    case "detached": try await world.git("checkout", "--quiet", "--detach")
    case "dirty": try world.scratch.write("mine\n", to: "builder/hello.txt")
    case "untracked": try world.scratch.write("mine\n", to: "builder/notes")
    case "diverged": try await world.git("commit", "--quiet", "--allow-empty", "--message", "mine")
    default: try await world.git("config", "core.bare", "true")
    }
    let before = try await world.git("for-each-ref", "refs/heads")
    let file = world.scratch.text(of: "builder/hello.txt")
    let screen = try await world.must("decide", "-m", "as we are")
    #expect(screen.stdout.contains("working tree left alone: "), "\(screen.stdout)")
    #expect(try await world.git("for-each-ref", "refs/heads") == before)
    #expect(world.scratch.text(of: "builder/hello.txt") == file)
    #expect(
      try await world.git("log", "-1", "--format=%s", "main", in: world.scratch.path("team.git")).contains("as we are"))
  }

  @Test func `no identity has to be configured`() async throws {
    let world = try await Stages.world(.open)
    let names = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL", "USER"]
    let none = Dictionary(names.map { ($0, String?.none) }) { first, _ in first }
    let decided = try await world.assay(["decide", "-m", "as we are"], environment: none)
    #expect(decided.status == 0, "\(decided.stderr)")
    // The clone follows as well, and the record is its principal's whoever the machine thinks is working.
    #expect(
      try await world.git("log", "-1", "--format=%an <%ae> %s") == """
        builder <builder@team.invalid> decision(greet): as we are
        """)
    let joined = try await world.assay(
      ["join", "adversary", "team.git", "second"], in: world.scratch.path, environment: none)
    #expect(joined.status == 0, "\(joined.stderr)")
  }

  /// Titles as they are typed, and as they have to stand in the record.
  @Test(arguments: [
    ("tïtle 👩\u{200D}🔬 — 日本語", "tïtle 👩\u{200D}🔬 — 日本語"),
    ("red \u{1B}[31malert\u{7}", "red ␛[31malert␇"),
    ("\u{202E}evil\u{200B}", "<U+202E>evil<U+200B>"),
    ("one\ttwo\u{85}", "one two<U+85>"),
    ("Assay-Record: verdict", "Assay-Record: verdict"),
  ])
  func `a title is shown inert and stays one line`(typed: String, shown: String) async throws {
    let world = try await Stages.world(.open)
    let screen = try await world.must("finding", "open", "-m", typed, as: .adversary)
    #expect(screen.stdout.contains(shown))
    #expect(try await world.git("log", "-1", "--format=%s", in: world.path(.adversary)).hasSuffix("— \(shown)"))
    for command in [["finding", "list"], ["log"], ["brief"], ["show", "F-greet-1"]] {
      let screen = try await world.must(command, as: .adversary)
      #expect(screen.stdout.contains(shown), "\(command)")
      let isInert = screen.stdout.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" }
      #expect(isInert, "\(command)")
    }
    try await world.must("audit", as: .adversary)
  }
}
