import GitObjects
import GitStorage
import TestSupport
import WorkflowModel

/// A bare repository as remote, and a clone of it with one commit on `main`.
struct Parties {
  let scratch: ScratchDirectory
  let git: HermeticGit
  let remote: String
  let work: String
  let first: ObjectID

  init() async throws {
    scratch = try ScratchDirectory()
    git = HermeticGit()
    remote = scratch.path("team.git")
    work = scratch.path("work")
    try await git.run("init", "--quiet", "--bare", "team.git", in: scratch.path)
    try await git.run("clone", "--quiet", "team.git", "work", in: scratch.path)
    try scratch.write("a\n", to: "work/a.txt")
    try scratch.write("private\n", to: "work/docs/JOURNAL-x.md")
    try scratch.write("public\n", to: "work/docs/STATUS-x.md")
    try await git.run("add", ".", in: work)
    try await git.run("commit", "--quiet", "-m", "first", in: work)
    try await git.run("push", "--quiet", "origin", "main", in: work)
    first = try identifier(await git.run("rev-parse", "HEAD", in: work))
  }

  var command: GitCommand { GitCommand(directory: work, environment: git.environment) }

  /// A commit on top of another that changes one file, made without touching the work tree.
  func child(of parent: ObjectID, text: String, file: String = "a.txt") throws -> ObjectID {
    let repository = try Repository.open(containing: work)
    let tree = try repository.updatedTree(
      base: try repository.commit(parent).tree,
      changes: [(file, .put(try repository.writeBlob(Array(text.utf8)), .file))])
    return try repository.writeCommit(
      buffer: Repository.commitBuffer(
        tree: tree, parents: [parent], author: ada, committer: ada, time: noon, message: text))
  }

  func hook(_ name: String, in repository: String = "team.git", _ script: String) throws {
    try scratch.write("#!/bin/sh\n" + script, to: "\(repository)/hooks/\(name)", executable: true)
  }

  func remoteTip() async throws -> String { try await git.run("rev-parse", "main", in: remote) }
}
