import Glibc
import GitObjects
import GitStorage
import HostEffects
import TestSupport
import Testing
import WorkflowModel

struct OpeningTests {
  @Test func `repositories open from below, bare, and as linked work trees`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a/b/c", text: "1")
    let root = fixture.scratch.path
    let plain = try Repository.open(containing: fixture.path + "/a/b")
    #expect(plain.workDirectory == root + "/work")
    #expect(plain.gitDirectory == root + "/work" + "/.git")
    #expect(plain.commonDirectory == root + "/work" + "/.git")
    #expect(!plain.isBare && !plain.isShallow)

    try await fixture.run("worktree", "add", "--quiet", "../linked")
    let linked = try Repository.open(containing: root + "/linked")
    #expect(linked.workDirectory == root + "/linked")
    #expect(linked.gitDirectory == root + "/work" + "/.git/worktrees/linked")
    #expect(linked.commonDirectory == root + "/work" + "/.git")
    #expect(try linked.symbolicHead() == "linked")
    #expect(try linked.reference("refs/heads/main") == first)

    try await fixture.git.run("clone", "--quiet", "--bare", "work", "bare.git", in: root)
    let bare = try Repository.open(containing: root + "/bare.git")
    #expect(bare.isBare)
    #expect(bare.workDirectory == nil)
    #expect(try bare.resolve(revision: "main") == first)
  }

  @Test func `no repository is not found`() throws {
    let scratch = try ScratchDirectory()
    #expect(throws: StorageError.notFound("a git repository at '\(scratch.path)'")) {
      try Repository.open(containing: scratch.path)
    }
    #expect(throws: StorageError.self) { try Repository.open(containing: scratch.path("absent")) }
  }

  @Test(arguments: [
    "extensions.worktreeConfig=true", "extensions.partialClone=origin", "extensions.objectFormat=sha256",
  ])
  func `what the library cannot read is named`(setting: String) async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a", text: "1")
    try await fixture.run("config", "core.repositoryFormatVersion", "1")
    let parts = setting.split(separator: "=").map { String($0) }
    try await fixture.run("config", parts[0], parts[1])
    let error = try #require(throws: StorageError.self) { try fixture.open() }
    guard case .unsupported(fixture.path, _, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
  func `another user's repository stays shut`() async throws {
    let fixture = try await Fixture()
    let given = try await runTool(
      ToolRequest(executable: "/bin/chown", arguments: ["-R", "12345", fixture.path], environment: [:]))
    #expect(given.status == .exited(0))
    #expect(throws: StorageError.ownership(fixture.path)) { try fixture.open() }
  }

  @Test func `a new repository is one that git takes`() async throws {
    let scratch = try ScratchDirectory()
    let git = HermeticGit()
    let bare = try Repository.create(at: scratch.path("bare.git"), bare: true)
    #expect(bare.isBare)
    #expect(try bare.symbolicHead() == "main")
    let plain = try Repository.create(at: scratch.path("deep/plain"), bare: false, initialBranch: "trunk")
    #expect(plain.workDirectory == scratch.path("deep/plain"))
    #expect(try await git.run("symbolic-ref", "HEAD", in: scratch.path("deep/plain")) == "refs/heads/trunk")
    #expect(try await git.run("rev-parse", "--is-bare-repository", in: scratch.path("bare.git")) == "true")
    #expect(throws: StorageError.self) { try Repository.create(at: scratch.path("bare.git"), bare: true) }
  }

  @Test func `revisions are commits`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a", text: "1")
    let second = try await fixture.commit("second", file: "a", text: "2")
    try await fixture.run("tag", "-a", "-m", "t", "v1", "\(first)")
    let repository = try fixture.open()
    for (text, id) in [
      ("HEAD", second), ("main~1", first), ("v1", first), (second.short, second), ("\(first)", first),
    ] {
      #expect(try repository.resolve(revision: text) == id, "\(text)")
    }
    #expect(throws: StorageError.notFound("commit 'nowhere'")) { try repository.resolve(revision: "nowhere") }
    let blob = try await fixture.id("HEAD:a")
    #expect(throws: StorageError.invalidName("\(blob)", why: "it names no commit")) {
      try repository.resolve(revision: "\(blob)")
    }
    for text in ["", "-x", "--all", "a\nb", "main\u{7}", "a\u{202E}b", "HEAD^{", " HEAD"] {
      let error = try #require(throws: StorageError.self) { try repository.resolve(revision: text) }
      guard case .invalidName = error else {
        Issue.record("\(text): \(error)")
        continue
      }
    }
  }

  @Test func `an abbreviation that fits two objects is ambiguous`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    // Two objects whose ids share four digits turn up soon.
    var known: [Substring: ObjectID] = [:]
    for number in 0... {
      let id = try repository.writeBlob(Array("\(number)".utf8))
      let digits = id.description.prefix(4)
      if known.updateValue(id, forKey: digits) != nil {
        #expect(throws: StorageError.ambiguous(String(digits))) {
          try repository.resolve(revision: String(digits))
        }
        return
      }
    }
  }
}
