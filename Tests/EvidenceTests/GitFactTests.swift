import FoundationEssentials
import HostEffects
import Testing
import WorkflowModel

@testable import Evidence

/// A repository of three commits and two tags in the bench's root.
struct GitFactTests {
  let bench: Bench
  let first: ObjectID
  let subject: ObjectID

  init() async throws {
    bench = try Bench()
    let source = """
      set -e
      git init -q -b main .
      git config user.name t; git config user.email t@example.org
      commit() { git add -A; GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' git commit -q --date '2026-01-01T00:00:00Z' -m "$1"; }
      mkdir d; printf 'one\\ntwo\\nthree\\n' > d/a.txt; echo same > same.txt; commit first
      git tag light; git tag -a heavy -m heavy
      printf 'one\\n2\\nthree\\nfour\\n' > d/a.txt; commit second
      echo x > d/b.txt; commit third
      git rev-parse HEAD~2 HEAD
      """
    let recorder = StreamRecorder()
    let outcome = try await runSupervised(
      SupervisedCommand(
        program: "/bin/sh", arguments: ["-c", source],
        environment: [
          "PATH": "/usr/bin:/bin", "HOME": bench.workspace.home, "GIT_CONFIG_GLOBAL": "/dev/null",
          "GIT_CONFIG_NOSYSTEM": "1",
        ], directory: bench.workspace.root, deadline: .seconds(60))
    ) { stream, bytes in
      if stream == .stdout { recorder.take(bytes) }
    }
    #expect(outcome.ending == .exited(0))
    let ids = String(decoding: recorder.record.kept, as: UTF8.self).split(separator: "\n").map { String($0) }
    first = try #require(ids.first.flatMap { ObjectID($0) })
    subject = try #require(ids.last.flatMap { ObjectID($0) })
  }

  static let cases: [(GitFact, CheckStatus, String)] = [
    (.blob(commit: "subject", path: "d/a.txt", TextCondition(contains: ["four"])), .pass, ""),
    (.blob(commit: "$ASSAY_SUBJECT~2", path: "d/a.txt", TextCondition(lines: .exactly(3))), .pass, ""),
    (.blob(commit: "subject", path: "d/a.txt", TextCondition(contains: ["two"])), .fail, "does not contain"),
    (.blob(commit: "subject", path: "d/none", TextCondition(contains: ["x"])), .fail, "there is no 'd/none'"),
    (.blob(commit: "subject", path: "d", TextCondition(contains: ["x"])), .fail, "there is no 'd'"),
    (.blob(commit: "nowhere", path: "d", TextCondition(contains: ["x"])), .error, "names no commit"),
    (.blob(commit: "--output=x", path: "d", TextCondition(contains: ["x"])), .error, "names no commit"),
    (.unchanged(path: "same.txt", from: "subject~2", to: "subject"), .pass, ""),
    (.unchanged(path: "d", from: "subject~2", to: "subject"), .fail, "differs"),
    (.unchanged(path: "d/b.txt", from: "subject~1", to: "subject"), .fail, "differs"),
    (.unchanged(path: "none", from: "subject~1", to: "subject"), .fail, "is in neither"),
    (.unchangedLines(path: "d/a.txt", first: 3, last: 3, from: "light", to: "subject"), .pass, ""),
    (.unchangedLines(path: "d/a.txt", first: 1, last: 3, from: "light", to: "subject"), .fail, "line 2"),
    (.unchangedLines(path: "d/a.txt", first: 3, last: 4, from: "light", to: "subject"), .fail, "only 3 lines"),
    (.tag("light", pointsAt: "subject~2", annotated: false), .pass, ""),
    (.tag("heavy", pointsAt: "subject~2", annotated: true), .pass, ""),
    (.tag("light", pointsAt: "subject~2", annotated: true), .fail, "is not annotated"),
    (.tag("heavy", pointsAt: "subject", annotated: false), .fail, "points at"),
    (.tag("none", pointsAt: "subject", annotated: false), .fail, "there is no tag"),
    (.ancestor("heavy", of: "subject", distance: 2), .pass, ""),
    (.ancestor("heavy", of: "subject", distance: nil), .pass, ""),
    (.ancestor("heavy", of: "subject", distance: 1), .fail, "is 2 before"),
    (.ancestor("subject", of: "heavy", distance: nil), .fail, "is no ancestor"),
  ]

  private func outcome(_ checks: [Check]) async throws -> CheckOutcome {
    let set = try await collect(
      bench.request(checks, subject: subject), in: bench.workspace, host: bench.host, sandbox: .none)
    return try #require(set.set.outcomes.last)
  }

  @Test func `git is asked about objects`() async throws {
    for (fact, status, reason) in Self.cases {
      let outcome = try await outcome([check("g", .git([fact]))])
      #expect(outcome.status == status, "\(fact): \(outcome.reason)")
      #expect(reason.isEmpty == outcome.reason.isEmpty && outcome.reason.contains(reason), "\(fact): \(outcome.reason)")
    }
  }

  @Test func `a check before it cannot mislead it with replacements`() async throws {
    let mislead = check("m", shell("git replace \(subject) \(first)"))
    let fact = GitFact.blob(commit: "subject", path: "d/b.txt", TextCondition(equals: "x"))
    #expect(try await outcome([mislead, check("g", .git([fact]), needs: ["m"])]).status == .pass)
  }
}
