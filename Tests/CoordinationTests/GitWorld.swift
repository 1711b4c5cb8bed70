import Coordination
import FoundationEssentials
import GitBook
import TestSupport
import WorkflowModel

/// A bare repository in a directory of its own, and clones of it, all made by the real git.
final class GitWorld: World {
  let scratch: ScratchDirectory
  let git: HermeticGit
  let remote: String
  private var clones = 0
  private var pushes = 0

  init() async throws {
    scratch = try ScratchDirectory()
    git = HermeticGit(home: try scratch.directory("home"))
    remote = scratch.path("team.git")
    try await git.run("init", "--quiet", "--bare", "team.git", in: scratch.path)
  }

  func clone() async throws -> any CoordinationBranch { try await book() }

  func book() async throws -> GitBook { try open(try await newClone()) }

  func open(_ directory: String) throws -> GitBook {
    try GitBook.open(containing: directory, host: stillHost(git.environment))
  }

  /// The path of a new clone.
  func newClone() async throws -> String {
    clones += 1
    let name = "clone-\(clones)"
    try await git.run("clone", "--quiet", "team.git", name, in: scratch.path)
    return scratch.path(name)
  }

  func pushCode() async throws -> ObjectID {
    pushes += 1
    let place = "coder"
    if pushes == 1 { try await git.run("clone", "--quiet", "team.git", place, in: scratch.path) }
    try scratch.write("hi\n", to: "\(place)/hello.txt")
    try scratch.write("\(pushes)\n", to: "\(place)/src/\(pushes).txt")
    try scratch.write("private\n", to: "\(place)/machine-docs/JOURNAL-hello.md")
    let directory = scratch.path(place)
    try await git.run("checkout", "--quiet", "-B", "work", in: directory)
    try await git.run("add", "--all", in: directory)
    try await git.run("commit", "--quiet", "-m", "code \(pushes)", in: directory)
    try await git.run("push", "--quiet", "origin", "work", in: directory)
    return try required(ObjectID(try await git.run("rev-parse", "HEAD", in: directory)))
  }

  func refuse(_ words: String?) async throws {
    let hook = "team.git/hooks/pre-receive"
    if let words {
      try scratch.write("#!/bin/sh\necho '\(words)' >&2\nexit 1\n", to: hook, executable: true)
    } else {
      try FileManager.default.removeItem(atPath: scratch.path(hook))
    }
  }

  func rewind(to tip: ObjectID) async throws {
    try await git.run("update-ref", "refs/heads/main", tip.description, in: remote)
  }

  func remoteTip(_ branch: String = "main") async throws -> ObjectID {
    try required(ObjectID(try await git.run("rev-parse", "refs/heads/\(branch)", in: remote)))
  }
}
