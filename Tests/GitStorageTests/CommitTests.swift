import GitObjects
import GitStorage
import TestSupport
import Testing
import WorkflowModel

struct CommitTests {
  @Test func `commits have the ids that git commit-tree gives them`() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.commit("first", file: "a.txt", text: "a\n")
    let tree = try await fixture.id("HEAD^{tree}")
    let repository = try fixture.open()
    for message in ["plain", "with an end\n", "two\n\nparagraphs\n\n\n", "ünïcode ☃\n", ""] {
      let buffer = Repository.commitBuffer(
        tree: tree, parents: [first], author: ada, committer: ada, time: noon, message: message)
      let id = try repository.writeCommit(buffer: buffer)
      let expected = try await fixture.run(
        "commit-tree", tree.description, "-p", first.description, input: message)
      #expect(id.description == expected)
      #expect(try repository.commit(id).message == message)
    }
  }

  @Test(arguments: [" .,Ada, <x>\n L:; ", "Ünal \"quoted\"", "O'Hara"])
  func `names lose what git strips from them`(name: String) async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let tree = try await fixture.id("HEAD^{tree}")
    var git = fixture.git
    git.environment["GIT_AUTHOR_NAME"] = name
    let expected = try await git.run("commit-tree", tree.description, in: fixture.path, input: "m")
    let buffer = Repository.commitBuffer(
      tree: tree, parents: [], author: Author(name: name, address: "ada@example.org"), committer: ada, time: noon,
      message: "m")
    #expect(try fixture.open().writeCommit(buffer: buffer).description == expected)
  }

  @Test func `a signed commit comes apart into its signature and what was signed`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let repository = try fixture.open()
    let buffer = Repository.commitBuffer(
      tree: try await fixture.id("HEAD^{tree}"), parents: [], author: ada, committer: ada, time: noon,
      message: "signed\n\ngpgsig not a header\n")
    let armour = "-----BEGIN SSH SIGNATURE-----\nQUJD\n\nREVG\n-----END SSH SIGNATURE-----\n"
    let id = try repository.writeCommit(buffer: buffer, signature: armour)
    let signature = try #require(try repository.signature(of: id))
    #expect(String(decoding: signature.signature, as: UTF8.self) == armour)
    #expect(signature.payload == buffer)
    let commit = try repository.commit(id)
    #expect(commit.hasSignature)
    #expect(commit.message == "signed\n\ngpgsig not a header\n")
    #expect(try await fixture.run("cat-file", "commit", id.description).contains("\ngpgsig -----BEGIN SSH"))
    try await fixture.run("fsck", "--strict")
  }

  @Test(arguments: ["", "\n", "\nm", "\n\n\n"])
  func `what was signed is every byte but the signature`(rest: String) async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let headers = "tree \(try await fixture.id("HEAD^{tree}"))\nauthor a <b> 1 +0000\ncommitter a <b> 1 +0000\n"
    let id = try await fixture.run(
      "hash-object", "-t", "commit", "--literally", "-w", "--stdin", input: headers + "gpgsig one\n two\n" + rest)
    let signature = try #require(try fixture.open().signature(of: try identifier(id)))
    #expect(String(decoding: signature.signature, as: UTF8.self) == "one\ntwo\n")
    #expect(String(decoding: signature.payload, as: UTF8.self) == headers + rest)
  }

  @Test func `an unsigned commit has no signature`() async throws {
    let fixture = try await Fixture()
    let id = try await fixture.commit("first", file: "a.txt", text: "a\n")
    #expect(try fixture.open().signature(of: id) == nil)
  }

  @Test func `messages that are not text are flagged and kept`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let repository = try fixture.open()
    var buffer = Repository.commitBuffer(
      tree: try await fixture.id("HEAD^{tree}"), parents: [], author: ada, committer: ada, time: noon, message: "caf")
    buffer.append(0xE9)
    let commit = try repository.commit(try repository.writeCommit(buffer: buffer))
    #expect(String(validating: commit.messageBytes, as: UTF8.self) == nil)
    #expect(commit.message == "caf\u{FFFD}")
    #expect(commit.messageBytes == Array("caf".utf8) + [0xE9])
  }

  @Test func `headers are read with their continuation lines`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let tree = try await fixture.id("HEAD^{tree}")
    let text =
      "tree \(tree)\nauthor  <> 12 +0100\ncommitter A <B> <c@d> -5 +0000\nencoding latin1\nodd one\n two\n  three\n\nm"
    let id = try await fixture.run("hash-object", "-t", "commit", "--literally", "-w", "--stdin", input: text)
    let commit = try fixture.open().commit(try identifier(id))
    #expect(commit.author == Author(name: "", address: ""))
    #expect(commit.authorTime == Timestamp(seconds: 12))
    #expect(commit.time == Timestamp(seconds: -5))
    #expect(commit.fields.map(\.name) == ["encoding", "odd"])
    #expect(String(decoding: commit.fields[1].value, as: UTF8.self) == "one\ntwo\n three")
  }

  @Test(arguments: ["", "author a <b> 1 +0000\n\nm", "tree 12\n\nm", "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904"])
  func `malformed commits are damage`(text: String) async throws {
    let fixture = try await Fixture()
    let id = try identifier(
      await fixture.run("hash-object", "-t", "commit", "--literally", "-w", "--stdin", input: text))
    let error = try #require(throws: StorageError.self) { try fixture.open().commit(id) }
    guard case .damaged(id, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `a commit of what is not there is refused`() async throws {
    let fixture = try await Fixture()
    let absent = try identifier(String(repeating: "1", count: 40))
    let buffer = Repository.commitBuffer(
      tree: absent, parents: [], author: ada, committer: ada, time: noon, message: "m")
    #expect(throws: StorageError.missing(absent, what: "tree")) { try fixture.open().writeCommit(buffer: buffer) }
  }

  @Test(arguments: [
    ("", "plain words, a dash - and an assay\n", false),
    ("", "words\n\naSsAy-record: claim\n", true), ("", "assay-", true), ("", "assassay-x", true),
    ("", "ssay- assa-y", false), ("encoding latin1\n", "plain\n", true), ("encoding\n", "plain\n", true),
    ("encodings a\n", "plain\n", false), ("odd assay-x\n", "plain\n", false),
  ])
  func `only a commit without the mark of records and without an encoding needs no second look`(
    fields: String, message: String, mayBeRecord: Bool
  ) async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let people = "author a <b> 1 +0000\ncommitter a <b> 1 +0000\n"
    let text = "tree \(try await fixture.id("HEAD^{tree}"))\n\(people)\(fields)\n\(message)"
    let id = try identifier(
      await fixture.run("hash-object", "-t", "commit", "--literally", "-w", "--stdin", input: text))
    let repository = try fixture.open()
    #expect(try repository.commitHeader(id).mayBeRecord == mayBeRecord)
    #expect(try repository.commit(id).header == repository.commitHeader(id))
  }

  @Test func `a commit whose headers break off is left for a second look`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a.txt", text: "a\n")
    let text = "tree \(try await fixture.id("HEAD^{tree}"))\nauthor a <b> 1 +0000\ncommitter a <b> 1 +0000\nodd"
    let id = try identifier(
      await fixture.run("hash-object", "-t", "commit", "--literally", "-w", "--stdin", input: text))
    #expect(try fixture.open().commitHeader(id).mayBeRecord)
  }

  @Test func `the bytes of a commit are the same before a walk, after it and when asked for again`() async throws {
    let fixture = try await Fixture()
    let id = try await fixture.commit("first\n\nAssay-Record: x", file: "a.txt", text: "a\n")
    let repository = try fixture.open()
    let stored = Array((try await fixture.run("cat-file", "commit", id.description)).utf8)
    for _ in 0..<2 {
      // The fixture takes the line end from what git prints.
      #expect(try repository.commitBytes(id) == stored + [0x0A])
      let header = try #require(try repository.walk(from: [id]).first)
      #expect(try repository.storedCommits().bytes(of: header) == stored + [0x0A])
    }
  }
}
