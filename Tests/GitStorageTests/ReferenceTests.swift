import GitObjects
import GitStorage
import TestSupport
import Testing
import WorkflowModel

struct ReferenceTests {
  @Test func `a reference changes only from where it was expected`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    let second = try await fixture.commit("second", file: "a.txt", text: "b\n")
    let repository = try fixture.open()
    let name = "refs/assay/tip"
    try repository.setReference(name, to: first, expecting: .absent)
    #expect(throws: StorageError.conflict(reference: name, expected: nil, found: first)) {
      try repository.setReference(name, to: second, expecting: .absent)
    }
    #expect(throws: StorageError.conflict(reference: name, expected: second, found: first)) {
      try repository.setReference(name, to: second, expecting: .exactly(second))
    }
    try repository.setReference(name, to: second, expecting: .exactly(first))
    #expect(try await fixture.id(name) == second)
    #expect(throws: StorageError.conflict(reference: name, expected: first, found: second)) {
      try repository.deleteReference(name, expecting: .exactly(first))
    }
    try await fixture.run("pack-refs", "--all")
    try repository.deleteReference(name, expecting: .exactly(second))
    #expect(try repository.reference(name) == nil)
    #expect(try await fixture.run("for-each-ref", "refs/assay") == "")
    #expect(throws: StorageError.conflict(reference: name, expected: second, found: nil)) {
      try repository.setReference(name, to: first, expecting: .exactly(second))
    }
  }

  @Test func `a symbolic reference moves the one that it stands for, whether that exists or not`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    for (name, target) in [("one", "main"), ("two", "one"), ("three", "none")] {
      try await fixture.run("symbolic-ref", "refs/heads/\(name)", "refs/heads/\(target)")
    }
    let repository = try fixture.open()
    #expect(try repository.movedReference("refs/heads/two") == "refs/heads/main")
    #expect(try repository.movedReference("refs/heads/three") == "refs/heads/none")
    for name in ["refs/heads/main", "refs/heads/no", "refs/heads/no name"] {
      #expect(try repository.movedReference(name) == name)
    }
  }

  @Test func `a name that only git can read hides no other`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    let directories = [String](repeating: String(repeating: "x", count: 250) + "/", count: 4).joined()
    let (read, unread) = ("refs/heads/\(directories)12345678", "refs/heads/\(directories)123456789")
    for name in [read, unread] { try await fixture.run("update-ref", name, "HEAD") }
    let repository = try fixture.open()
    #expect(try repository.references(under: "refs/heads/").map(\.name) == ["refs/heads/main", read])
    #expect(try repository.reference(read) == first)
    // Asked for by itself it is an error, and not one that there is not.
    #expect(throws: StorageError.self) { try repository.reference(unread) }
    #expect(try repository.movedReference(unread) == unread)
  }

  @Test func `branches leave a reflog that git can read`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    try fixture.open().setReference("refs/heads/other", to: first, expecting: .absent)
    #expect(try await fixture.run("reflog", "show", "--format=%gs", "other") == "assay: update")
  }

  @Test func `of many who create a reference at once, one does`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    let path = fixture.path
    for round in 0..<20 {
      let winners = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            do {
              try Repository.open(containing: path).setReference("refs/assay/\(round)", to: first, expecting: .absent)
              return 1
            } catch StorageError.conflict, StorageError.locked {
              return 0
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(winners == 1)
    }
    #expect(try fixture.open().references(under: "refs/assay/").count == 20)
  }

  @Test func `a held lock is not waited for`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    try fixture.scratch.write("", to: "work/.git/refs/assay/tip.lock")
    #expect(throws: StorageError.locked("refs/assay/tip")) {
      try fixture.open().setReference("refs/assay/tip", to: first, expecting: .absent)
    }
  }

  @Test func `references to trees are allowed and listed`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let tree = try await fixture.id("HEAD^{tree}")
    let repository = try fixture.open()
    try repository.setReference("refs/assay/sets/2", to: tree, expecting: .absent)
    try repository.setReference("refs/assay/sets/1", to: tree, expecting: .absent)
    #expect(try repository.references(under: "refs/assay/").map(\.name) == ["refs/assay/sets/1", "refs/assay/sets/2"])
    #expect(try repository.references(under: "refs/assay/").map(\.id) == [tree, tree])
  }

  @Test func `HEAD is a branch name, unborn too, or nil`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    #expect(try repository.symbolicHead() == "main")
    #expect(try repository.reference("HEAD") == nil)
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    #expect(try repository.reference("HEAD") == first)
    try await fixture.run("checkout", "--quiet", "--detach")
    #expect(try repository.symbolicHead() == nil)
  }

  @Test(arguments: ["main", "refs/heads/a..b", "refs/heads/a b", "refs/heads/x.lock", "HEAD", ""])
  func `only full names are changed`(name: String) async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    let error = try #require(throws: StorageError.self) {
      try fixture.open().setReference(name, to: first, expecting: .absent)
    }
    guard case .invalidName(name, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `a reference to nothing is refused`() async throws {
    let fixture = try await Fixture()
    let absent = try identifier(String(repeating: "1", count: 40))
    #expect(throws: StorageError.missing(absent, what: "object for refs/assay/x")) {
      try fixture.open().setReference("refs/assay/x", to: absent, expecting: .absent)
    }
  }
}
