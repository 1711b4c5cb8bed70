import FoundationEssentials
import GitObjects
import GitStorage
import Glibc
import TestSupport
import Testing
import WorkflowModel

struct QuarantineTests {
  @Test func `a hook sees what is being pushed and cannot move references`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    let objects = fixture.path + "/.git/objects"
    let quarantine = try fixture.scratch.directory("work/.git/objects/tmp_objdir-incoming-x")
    var git = fixture.git
    git.environment["GIT_OBJECT_DIRECTORY"] = quarantine
    git.environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = objects
    let pushed = try await git.run(
      "commit-tree", "HEAD^{tree}", "-p", "\(first)", in: fixture.path, input: "pushed\n")
    #expect(try !fixture.open().exists(try identifier(pushed)))

    // In a process of its own: the variables are the whole process's.
    let path = fixture.path
    await #expect(processExitsWith: .success) {
      [path = path as String, quarantine = quarantine as String, first = first as ObjectID, pushed = pushed as String]
      in
      setenv("GIT_DIR", path + "/.git", 1)
      setenv("GIT_OBJECT_DIRECTORY", quarantine, 1)
      setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", path + "/.git/objects", 1)
      setenv("GIT_QUARANTINE_PATH", quarantine, 1)
      let repository = try Repository.fromEnvironment()
      let (old, new) = (first, try identifier(pushed))
      try #require(try repository.commit(new).message == "pushed\n")
      try #require(try repository.walk(from: [new], hiding: [old]).map(\.id) == [new])
      #expect(throws: StorageError.quarantined("refs/heads/sneaky")) {
        try repository.setReference("refs/heads/sneaky", to: new, expecting: .absent)
      }
    }
    #expect(try fixture.open().references(under: "refs/").map(\.name) == ["refs/heads/main"])
  }
}
