import Ledgers
import Testing
import TestSupport
import WorkflowModel

/// git and we have to see the same trailers: people read them with `git log` and believe what they see.
@Suite struct `git reads the same trailers` {
  let samples: Samples

  init() throws { samples = try Samples() }

  @Test func `interpret-trailers, on random records`() async throws {
    var random = SeededRandom(seed: 31)
    let all = try samples.all()
    try await withScratchDirectory { directory in
      let git = HermeticGit(home: try directory.directory("home"))
      for round in 0..<70 {
        let content = samples.reworded(all[round % all.count], &random)
        let message = RecordMessage.text(of: content)
        let seen = try await git.run("interpret-trailers", "--parse", in: directory.path, input: message)
        #expect(seen + "\n" == content.trailers.text, "\(message.debugDescription)")
      }
    }
  }

  @Test func `log, on commits of random records`() async throws {
    var random = SeededRandom(seed: 32)
    let all = try samples.all()
    try await withScratchDirectory { directory in
      let git = HermeticGit(home: try directory.directory("home"))
      try await git.run("init", "-q", "--bare", ".", in: directory.path)
      let tree = try await git.run("mktree", in: directory.path)
      var commit: String?
      var expected: [RecordContent] = []
      for round in 0..<70 {
        let content = samples.reworded(all[round % all.count], &random)
        let arguments = ["commit-tree", tree] + (commit.map { ["-p", $0] } ?? []) + ["-F", "-"]
        commit = try await git.run(arguments, in: directory.path, input: RecordMessage.text(of: content))
        expected.insert(content, at: 0)
      }
      let tip = try #require(commit)
      let format = "%(trailers:only,unfold)%x00%(trailers:key=Assay-Verdict,valueonly)%x00%B%x01"
      let log = try await git.run("log", "--format=\(format)", tip, in: directory.path)
      let commits = log.split(separator: "\u{1}").map { $0.drop { $0 == "\n" } }.filter { !$0.isEmpty }
      #expect(commits.count == expected.count)
      for (seen, content) in zip(commits, expected) {
        let fields = seen.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        #expect(fields[0] == content.trailers.text)
        var ruling = ""
        if case .rule(let verdict) = content.act { ruling = verdict.ruling.rawValue + "\n" }
        #expect(fields[1] == ruling)
        #expect(try RecordMessage.read(fields[2]) == content)
      }
    }
  }

  /// Whatever git shows as our trailer is a record or refused. The other way round a refusal more is no harm.
  @Test func `no commit shows a verdict that we pass over`() async throws {
    var random = SeededRandom(seed: 33)
    try await withScratchDirectory { directory in
      let git = HermeticGit(home: try directory.directory("home"))
      try await git.run("init", "-q", "--bare", ".", in: directory.path)
      let tree = try await git.run("mktree", in: directory.path)
      var shown = 0
      for _ in 0..<150 {
        let message = "x\n\n" + random.text(upTo: 4) + "\n\nAssay-Verdict: PASS\n" + random.text(upTo: 3)
        let commit = try await git.run(
          ["commit-tree", tree, "-F", "-"], in: directory.path, input: message.replacing("\0", with: ""))
        let seen = try await git.run(
          "log", "-1", "--format=%(trailers:key=Assay-Verdict,valueonly)", commit, in: directory.path)
        guard !seen.isEmpty else { continue }
        shown += 1
        let stored = try await git.run("log", "-1", "--format=%B", commit, in: directory.path)
        #expect(throws: MalformedRecord.self, "\(stored.debugDescription)") { try RecordMessage.read(stored) }
      }
      #expect(shown > 10)
    }
  }

  /// `git interpret-trailers` ends a message where a patch begins, and `git log` does not.
  @Test(arguments: ["---\n\nwords\n", "--- \nwords\n\nmore\n", "---\tx\n\nwords\n", "---\n\n---\n\nwords\n"])
  func `a verdict above a patch is refused`(rest: String) async throws {
    let message = "x\n\nAssay-Verdict: PASS\n" + rest
    let seen = try await HermeticGit().run("interpret-trailers", "--parse", in: "/", input: message)
    #expect(seen == "Assay-Verdict: PASS")
    #expect(throws: MalformedRecord.self) { try RecordMessage.read(message) }
  }
}
