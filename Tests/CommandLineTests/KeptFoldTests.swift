import FoundationEssentials
import Glibc
import HostEffects
import TestSupport
import Testing

/// A workspace with more phases behind it than a kept fold has at hand. Whoever asks is told the same with it and
/// without it, and whatever lies in its place.
@Suite struct KeptFoldTests {
  /// A Builder's clone of a workspace with thirty phases.
  private struct Old {
    let scratch: ScratchDirectory
    let git: HermeticGit
    var clone: String { scratch.path("clone") }
    var kept: String { clone + "/.git/assay/fold-main" }

    init() async throws {
      scratch = try ScratchDirectory()
      var git = HermeticGit(home: try scratch.directory("user"))
      git.environment["ASSAY_NOW"] = "2026-06-11T17:36:00Z"
      self.git = git
      let made = try await run("generate", [scratch.path, "620", "--phase-records", "20"], in: scratch.path)
      #expect(made.status == .exited(0), "\(String(decoding: made.stderr, as: UTF8.self))")
      _ = try await assay("join", "builder", scratch.path("team.git"), clone, in: scratch.path)
    }

    private func run(_ program: String, _ words: [String], in place: String) async throws -> ToolOutcome {
      try await runTool(
        ToolRequest(
          executable: "\(Binary.directory)/\(program)", arguments: words, environment: git.environment,
          directory: place))
    }

    func assay(_ words: String..., in place: String? = nil) async throws -> String {
      let outcome = try await run("assay", words, in: place ?? clone)
      #expect(outcome.status == .exited(0), "\(words) \(String(decoding: outcome.stderr, as: UTF8.self))")
      return String(decoding: outcome.stdout, as: UTF8.self)
    }

    func forget() throws {
      for file in [kept, kept + ".phases"] where FileManager.default.fileExists(atPath: file) {
        try FileManager.default.removeItem(atPath: file)
      }
    }

    /// What the readers are told.
    func answers() async throws -> [String] {
      [
        try await assay("status"), try await assay("status", "--json"), try await assay("phase", "list", "--json"),
        try await assay("status", "--phase", "phase-3", "--json"), try await assay("brief", "--phase", "phase-2"),
        try await assay("audit", "--json"), try await assay("finding", "list", "--phase", "phase-1", "--json"),
      ]
    }
  }

  @Test func `it is told the same with a kept fold and without`() async throws {
    let old = try await Old()
    let warm = try await old.answers()
    #expect(warm[0].contains("more phases are done: assay phase list"))
    try old.forget()
    #expect(try await old.answers() == warm)
    // Half of it is a stranger's, or is cut off.
    for file in [old.kept, old.kept + ".phases"] {
      let whole = try #require(FileManager.default.contents(atPath: file))
      try Data(whole.reversed()).write(to: URL(filePath: file))
      #expect(try await old.answers() == warm)
      try whole.prefix(whole.count / 2).write(to: URL(filePath: file))
      #expect(try await old.answers() == warm)
    }
    // It says that it is larger than any memory.
    #expect(truncate(old.kept, 1 << 42) == 0)
    #expect(try await old.answers() == warm)
  }

  @Test func `what comes a few records at a time is told as from the beginning, with phases put to rest one by one`()
    async throws
  {
    let old = try await Old()
    let records = try await old.git.run(["rev-list", "--reverse", "refs/heads/main"], in: old.clone)
      .split(separator: "\n").map(String.init)
    let places = stride(from: 5, to: records.count, by: 15).map { records[$0] }
    func answers(_ before: () throws -> Void) async throws -> [String] {
      var answers: [String] = []
      for place in places {
        try before()
        _ = try await old.git.run(["update-ref", "refs/assay/seen/origin/main", place], in: old.clone)
        answers.append(try await old.assay("status", "--json", "--offline"))
        answers.append(try await old.assay("phase", "list", "--json", "--offline"))
      }
      return answers
    }
    try old.forget()
    let bitwise = try await answers {}
    #expect(try await answers(old.forget) == bitwise)
    #expect(Set(bitwise).count > places.count)
  }

  @Test func `a phase at rest is written to as any other`() async throws {
    let old = try await Old()
    _ = try await old.assay("status")
    _ = try await old.assay("phase", "reopen", "phase-3", "-m", "once more", "--as", "operator")
    _ = try await old.assay("send", "adversary", "-m", "a word", "--phase", "phase-2")
    _ = try await old.assay("journal", "add", "-m", "again", "--phase", "phase-3")
    let warm = try await old.answers()
    #expect(warm[0].contains("phase-3"))
    try old.forget()
    #expect(try await old.answers() == warm)
    _ = try await old.assay("audit", "--full")
  }
}
