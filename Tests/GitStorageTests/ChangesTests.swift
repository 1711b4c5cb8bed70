import GitObjects
import GitStorage
import TestSupport
import Testing
import WorkflowModel

struct ChangesTests {
  @Test func `differences are those of git diff-tree`() async throws {
    let fixture = try await Fixture()
    for path in ["same/deep/x", "docs/a.md", "docs/b.md", "becomes-dir", "becomes-file/x", "gone/y", "mode.sh"] {
      try fixture.scratch.write(path, to: "work/" + path)
    }
    let before = try await fixture.commit("before")
    try await fixture.run("rm", "-r", "--quiet", "becomes-dir", "becomes-file", "gone")
    try await fixture.run("update-index", "--chmod=+x", "mode.sh")
    try fixture.scratch.write("", to: "work/mode.sh", executable: true)
    for path in ["becomes-dir/x", "becomes-dir/ü z", "becomes-file", "docs/a.md"] {
      try fixture.scratch.write("new " + path, to: "work/" + path)
    }
    let after = try await fixture.commit("after")
    let repository = try fixture.open()
    let (old, new) = (try repository.commit(before).tree, try repository.commit(after).tree)

    func expected(_ paths: String...) async throws -> [String] {
      let arguments = ["diff-tree", "-r", "-z", "--no-renames", "--name-only", "\(old)", "\(new)", "--"] + paths
      return try await fixture.git.run(arguments, in: fixture.path).split(separator: "\0").map { String($0) }
    }

    let all = try repository.changes(fromTree: old, toTree: new)
    #expect(all.map(\.path) == (try await expected()))
    #expect(all.count == 8)
    #expect(all.first { $0.path == "mode.sh" }?.after?.mode == .executable)
    #expect(all.first { $0.path == "becomes-dir" }?.after == nil)
    #expect(try repository.changes(fromTree: old, toTree: new, under: ["docs"]).map(\.path) == ["docs/a.md"])
    #expect(
      try repository.changes(fromTree: old, toTree: new, under: ["becomes-dir/", "docs/a.md"]).map(\.path)
        == (try await expected("becomes-dir", "docs/a.md")))
    #expect(try repository.changes(fromTree: old, toTree: new, under: ["doc", "docs/a", "same"]).isEmpty)
    #expect(try repository.changes(fromTree: old, toTree: old).isEmpty)
    #expect(try repository.changes(fromTree: old, toTree: nil).allSatisfy { $0.after == nil })
  }

  @Test func `a submodule that moves is one change`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a", text: "a")
    let second = try await fixture.commit("second", file: "a", text: "b")
    let repository = try fixture.open()
    let old = try repository.updatedTree(base: nil, changes: [("module", .put(first, .submodule))])
    let new = try repository.updatedTree(base: old, changes: [("module", .put(second, .submodule))])
    let changes = try repository.changes(fromTree: old, toTree: new)
    #expect(changes.map(\.before?.id) == [first])
    #expect(changes.map(\.after?.id) == [second])
  }

  @Test func `a tree that names billions of paths is refused`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let blob = try repository.writeBlob([])
    var tree = try repository.updatedTree(base: nil, changes: [("f", .put(blob, .file))])
    for _ in 0..<30 {
      tree = try repository.updatedTree(base: nil, changes: (0..<10).map { ("d\($0)", .put(tree, .directory)) })
    }
    #expect(throws: StorageError.tooLarge(what: "the difference of two trees", limit: 1000)) {
      try repository.changes(fromTree: nil, toTree: tree, limit: 1000)
    }
  }
}
