import GitObjects
import GitStorage
import HostEffects
import TestSupport
import Testing
import WorkflowModel

struct HistoryTests {
  /// A history by its shape: each row a commit, its parents, its time.
  private func history(
    _ repository: Repository, _ rows: [(String, [String], Int64)]
  ) throws -> [String: ObjectID] {
    let tree = try repository.updatedTree(base: nil, changes: [])
    var ids: [String: ObjectID] = [:]
    for (name, parents, time) in rows {
      let buffer = Repository.commitBuffer(
        tree: tree, parents: try parents.map { try #require(ids[$0]) }, author: ada, committer: ada,
        time: Timestamp(seconds: time), message: name)
      ids[name] = try repository.writeCommit(buffer: buffer)
    }
    return ids
  }

  private func names(_ repository: Repository, _ headers: CommitWalk) throws -> String {
    try headers.map { try repository.commit($0.id).message }.joined()
  }

  @Test func `parents come before children, the first parent's line first, whatever the clocks say`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let ids = try history(
      repository,
      [("a", [], 900), ("b", ["a"], 100), ("c", ["a"], 5), ("d", ["c"], 6), ("e", ["b", "d"], 7), ("f", ["e"], 1)])
    let tip = try #require(ids["f"])
    #expect(try names(repository, try repository.walk(from: [tip])) == "abcdef")
    #expect(try names(repository, try repository.walk(from: [tip], hiding: [try #require(ids["b"])])) == "cdef")
    #expect(try names(repository, try repository.walk(from: [tip], hiding: [try #require(ids["d"])])) == "bef")
    #expect(try repository.walk(from: [tip], hiding: [tip]).isEmpty)
    #expect(try names(repository, try repository.walk(from: [tip, try #require(ids["c"])])) == "abcdef")
  }

  @Test func `what hides is found even when it is dated earlier than what it hides`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let ids = try history(
      repository, [("a", [], 50), ("b", ["a"], 9000), ("c", ["b"], 8000), ("h", ["b"], 100), ("t", ["c"], 7000)])
    let walk = try repository.walk(from: [try #require(ids["t"])], hiding: [try #require(ids["h"])])
    #expect(try names(repository, walk) == "ct")
  }

  @Test func `a line of commits is found without a walk, and nothing else is taken for one`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let ids = try history(
      repository,
      [
        ("a", [], 100_000), ("b", ["a"], 100_001), ("c", ["b"], 100_002), ("d", ["c"], 100_003), ("e", ["b"], 100_004),
        ("m", ["d", "e"], 100_005), ("o", ["c"], 100), ("n", ["o"], 100_006),
      ])
    func line(_ tip: String, _ base: String) throws -> String? {
      try repository.line(from: try #require(ids[tip]), downTo: try #require(ids[base]))
        .map { try names(repository, $0) }
    }
    #expect(try line("d", "a") == "bcd")
    #expect(try line("d", "d") == "")
    #expect(try line("m", "a") == nil)
    #expect(try line("d", "e") == nil)
    // What is dated a day before the base is not followed: the base may not lie there at all.
    #expect(try line("n", "a") == nil)
    #expect(
      try names(repository, try repository.walk(from: [try #require(ids["n"])], hiding: [try #require(ids["b"])]))
        == "con")
  }

  @Test func `ancestry and merge bases agree with git`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let ids = try history(
      repository,
      [
        ("a", [], 1), ("b", ["a"], 2), ("c", ["a"], 9), ("d", ["b", "c"], 4), ("e", ["c", "b"], 5), ("f", ["d"], 6),
        ("x", [], 7),
      ])
    for (left, leftID) in ids {
      for (right, rightID) in ids {
        let bases = try await mergeBase(fixture, "--all", "\(leftID)", "\(rightID)") ?? []
        let ours = try repository.mergeBase(leftID, rightID)?.description
        #expect(ours.map { bases.contains($0) } ?? bases.isEmpty, "\(left) \(right)")
        let isAncestor = try await mergeBase(fixture, "--is-ancestor", "\(leftID)", "\(rightID)") != nil
        #expect(try repository.isAncestor(leftID, of: rightID) == isAncestor, "\(left) \(right)")
      }
    }
  }

  /// The lines of `git merge-base`; nil when its answer is no, which is exit status 1.
  private func mergeBase(_ fixture: Fixture, _ arguments: String...) async throws -> [String]? {
    do {
      let output = try await fixture.git.run(["merge-base"] + arguments, in: fixture.path)
      return output.split(separator: "\n").map { String($0) }
    } catch let failure as GitFailure where failure.status == .exited(1) {
      return nil
    }
  }

  @Test func `a long history is walked without deep recursion`() async throws {
    let fixture = try await Fixture()
    var stream = ""
    for number in 0..<20_000 { stream += "commit refs/heads/main\ncommitter A <a> \(number) +0000\ndata 0\n\n" }
    try await fixture.run("fast-import", "--quiet", input: stream)
    let tip = try await fixture.id("main")
    let walk = try fixture.open().walk(from: [tip])
    #expect(walk.count == 20_000)
    #expect(walk.map(\.time.seconds) == Array(0..<20_000))
  }

  @Test func `a missing commit in the middle is an error, never a shorter history`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a", text: "1")
    let second = try await fixture.commit("second", file: "a", text: "2")
    let third = try await fixture.commit("third", file: "a", text: "3")
    try fixture.removeObject(second)
    #expect(throws: StorageError.missing(second, what: "commit")) { try fixture.open().walk(from: [third]) }
    #expect(throws: StorageError.missing(second, what: "commit")) {
      try fixture.open().walk(from: [third], hiding: [first])
    }
    #expect(throws: StorageError.missing(second, what: "commit")) {
      try fixture.open().isAncestor(first, of: third)
    }
    try fixture.copyObject(first, over: third)
    let error = try #require(throws: StorageError.self) { try fixture.open().walk(from: [third]) }
    guard case .damaged(third, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `a commit-graph file is not believed`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a", text: "1")
    let second = try await fixture.commit("second", file: "a", text: "2")
    try await fixture.run("-c", "commitGraph.generationVersion=1", "commit-graph", "write", "--reachable")
    try fixture.removeObject(first)
    #expect(throws: StorageError.missing(first, what: "commit")) { try fixture.open().walk(from: [second]) }
  }

  @Test func `shallow clones are refused, linked work trees of them too`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a", text: "1")
    let second = try await fixture.commit("second", file: "a", text: "2")
    try await fixture.git.run(
      "clone", "--quiet", "--depth=1", "file://" + fixture.path, "shallow", in: fixture.scratch.path)
    try await fixture.git.run("worktree", "add", "--quiet", "../linked", in: fixture.scratch.path("shallow"))
    for name in ["shallow", "linked"] {
      let repository = try Repository.open(containing: fixture.scratch.path(name))
      #expect(repository.isShallow)
      #expect(throws: StorageError.shallow([second])) { try repository.walk(from: [second]) }
      #expect(throws: StorageError.shallow([second])) { try repository.isAncestor(second, of: second) }
    }
  }

  @Test func `grafts and replacements change nothing`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a", text: "1")
    let second = try await fixture.commit("second", file: "a", text: "2")
    let third = try await fixture.commit("third", file: "a", text: "3")
    try await fixture.run("replace", "\(third)", "\(first)")
    try fixture.scratch.write("\(second)\n", to: "work/.git/info/grafts")
    #expect(try await fixture.run("rev-list", "--count", "\(third)") == "1")
    #expect(try fixture.open().walk(from: [third]).map(\.id) == [first, second, third])
    #expect(try fixture.open().commit(third).message == "third\n")
  }
}
