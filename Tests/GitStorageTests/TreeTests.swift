import FoundationEssentials
import GitObjects
import GitStorage
import TestSupport
import Testing
import WorkflowModel

struct TreeTests {
  @Test func `changed trees are the ones that git's index would write`() async throws {
    let fixture = try await Fixture()
    for (path, text) in [
      ("a.txt", "a\n"), ("a/b/c.txt", "c\n"), ("a/b/d.txt", "d\n"), ("a-b", "sorts between a and a/\n"),
      ("sp ace/ü\nx", "odd\r\n"),
    ] {
      try fixture.scratch.write(text, to: "work/" + path)
    }
    let before = try await fixture.commit("files")
    let repository = try fixture.open()
    let base = try repository.commit(before).tree
    let blob = try repository.writeBlob(Array("new\n".utf8))
    let tree = try repository.updatedTree(
      base: base,
      changes: [
        ("a/b/c.txt", .put(blob, .executable)), ("x/y/z.txt", .put(blob, .file)), ("a/b/d.txt", .remove),
        ("a.txt", .remove), ("a.txt/inner", .put(blob, .file)), ("absent/file", .remove),
      ])
    for path in ["a/b/d.txt", "a.txt"] {
      try await fixture.run("rm", "--quiet", path)
    }
    for path in ["a/b/c.txt", "x/y/z.txt", "a.txt/inner"] {
      let mode = path == "a/b/c.txt" ? "100755" : "100644"
      try await fixture.run("update-index", "--add", "--cacheinfo", "\(mode),\(blob),\(path)")
    }
    #expect(try await fixture.run("write-tree") == tree.description)
    #expect(try repository.updatedTree(base: base, changes: []) == base)
  }

  @Test func `entries that the tool would never write are kept to the byte`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "crlf.txt", text: "a\r\nb\r\n")
    try await fixture.run("config", "core.autocrlf", "true")
    let crlf = try await fixture.id("HEAD:crlf.txt")
    let commit = try await fixture.id("HEAD")
    var raw: [UInt8] = []
    let rows: [(String, [UInt8], ObjectID)] = [
      ("100664", Array("group-writable".utf8), crlf), ("120000", Array("link".utf8), crlf),
      ("160000", Array("module".utf8), commit), ("100644", [0xFF, 0xFE, 0x20], crlf),
    ]
    for (mode, name, id) in rows { raw += Array(mode.utf8) + [0x20] + name + [0] + id.bytes }
    try Data(raw).write(to: URL(filePath: fixture.scratch.path("raw")))
    let base = try identifier(
      await fixture.run("hash-object", "-t", "tree", "-w", "--literally", fixture.scratch.path("raw")))
    let repository = try fixture.open()
    let tree = try repository.updatedTree(base: base, changes: [("new/file", .put(crlf, .file))])
    let entries = try repository.tree(tree)
    #expect(entries.filter { $0.name != "new" } == (try repository.tree(base)))
    #expect(entries.map(\.modeBits).contains(0o100664))
    #expect(entries.first { $0.name == "module" }?.mode == .submodule)
    #expect(entries.last?.nameBytes == [0xFF, 0xFE, 0x20])
    #expect(try await fixture.run("ls-tree", "-r", tree.description).contains("100644 blob \(crlf)\tnew/file"))
    #expect(try repository.blob(crlf) == Array("a\r\nb\r\n".utf8))
    #expect(try repository.changes(fromTree: base, toTree: tree).map(\.path) == ["new/file"])
  }

  @Test func `a whole subtree is put and taken away`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a/b.txt", text: "b\n")
    let repository = try fixture.open()
    let base = try await fixture.id("HEAD^{tree}")
    let subtree = try await fixture.id("HEAD:a")
    let tree = try repository.updatedTree(base: base, changes: [("copy/of/a", .put(subtree, .directory))])
    #expect(try repository.entry(at: "copy/of/a/b.txt", inTree: tree)?.id == (try await fixture.id("HEAD:a/b.txt")))
    #expect(try repository.updatedTree(base: tree, changes: [("copy/of/a/b.txt", .remove)]) == base)
    let empty = try repository.updatedTree(base: base, changes: [("a", .remove)])
    #expect(empty.description == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    #expect(throws: StorageError.wrongKind(subtree, expected: .blob, found: .tree)) {
      try repository.updatedTree(base: base, changes: [("x", .put(subtree, .file))])
    }
  }

  @Test(arguments: ["", "/a", "a//b", "a/", "../a", "a/./b", "a/.GIT/config", "a\0b", "file/below"])
  func `paths that git would not check out are refused`(path: String) async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "file", text: "b\n")
    let blob = try await fixture.id("HEAD:file")
    let base = try await fixture.id("HEAD^{tree}")
    let error = try #require(throws: StorageError.self) {
      try fixture.open().updatedTree(base: base, changes: [(path, .put(blob, .file))])
    }
    guard case .invalidName = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `deep paths are written, absurd ones refused`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let blob = try repository.writeBlob([])
    let deep = Array(repeating: "d", count: 1024).joined(separator: "/")
    let tree = try repository.updatedTree(base: nil, changes: [(deep, .put(blob, .file))])
    #expect(try repository.changes(fromTree: nil, toTree: tree).map(\.path) == [deep])
    #expect(throws: StorageError.self) {
      try repository.updatedTree(base: nil, changes: [(deep + "/d", .put(blob, .file))])
    }
  }

  @Test(arguments: [
    ["100644 a", "100644 a"], ["100644 b", "100644 a"], ["100644 a", "100644 a-", "40000 a"], ["100644 x/y"],
    ["100644 "], ["170000 a"], ["100688 a"],
  ])
  func `trees that readers would read differently are damage`(rows: [String]) async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let blob = try repository.writeBlob([])
    var raw: [UInt8] = []
    for row in rows { raw += Array(row.utf8) + [0] + blob.bytes }
    try Data(raw).write(to: URL(filePath: fixture.scratch.path("raw")))
    let id = try identifier(
      await fixture.run("hash-object", "-t", "tree", "-w", "--literally", fixture.scratch.path("raw")))
    let error = try #require(throws: StorageError.self) { try repository.tree(id) }
    guard case .damaged(id, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `absence is nil, damage is an error`() async throws {
    let fixture = try await Fixture()
    try await fixture.commit("first", file: "a/b.txt", text: "b\n")
    let root = try await fixture.id("HEAD^{tree}")
    let subtree = try await fixture.id("HEAD:a")
    let blob = try await fixture.id("HEAD:a/b.txt")
    for path in ["x", "a/x", "a/b.txt/c", ""] {
      #expect(try fixture.open().entry(at: path, inTree: root) == nil)
    }
    #expect(try fixture.open().blobSize(blob) == 2)
    try fixture.removeObject(subtree)
    #expect(throws: StorageError.missing(subtree, what: "tree")) {
      try fixture.open().entry(at: "a/b.txt", inTree: root)
    }
    #expect(throws: StorageError.missing(subtree, what: "tree")) {
      try fixture.open().changes(fromTree: nil, toTree: root)
    }
    try fixture.overwriteObject(blob, with: "not zlib")
    #expect(throws: StorageError.self) { try fixture.open().blob(blob) }
    #expect(try fixture.open().kind(of: subtree) == nil)
    #expect(try !fixture.open().exists(subtree))
  }

  @Test func `an object that is not what its id says is damage`() async throws {
    let fixture = try await Fixture()
    let repository = try fixture.open()
    let one = try repository.writeBlob(Array("one".utf8))
    let other = try repository.writeBlob(Array("other".utf8))
    try fixture.copyObject(other, over: one)
    let error = try #require(throws: StorageError.self) { try fixture.open().blob(one) }
    guard case .damaged(one, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `blob ids are git's`() async throws {
    let fixture = try await Fixture()
    let expected = try await fixture.run("hash-object", "--stdin", input: "hi\r\n")
    #expect(try Repository.blobID(of: Array("hi\r\n".utf8)).description == expected)
    #expect(try fixture.open().exists(try identifier(expected)) == false)
    #expect(try fixture.open().writeBlob(Array("hi\r\n".utf8)).description == expected)
  }
}
