import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import HostEffects

/// A bell says no more than "look again", so these look: what has moved is seen after a ring, or the test hangs until
/// its limit.
@Suite(.timeLimit(.minutes(5))) struct ReferenceBellTests {
  private let git = HermeticGit()

  /// A bare repository with two commits that no reference names.
  private func repository(_ scratch: ScratchDirectory, _ name: String = "team.git") async throws -> (String, [String]) {
    let directory = scratch.path(name)
    try await git.run("init", "--quiet", "--bare", directory, in: scratch.path)
    let tree = try await git.run("hash-object", "-t", "tree", "-w", "--stdin", in: directory)
    let one = try await git.run("commit-tree", tree, "-m", "one", in: directory)
    return (directory, [one, try await git.run("commit-tree", tree, "-p", one, "-m", "two", in: directory)])
  }

  /// Where git says that a reference stands; empty for nowhere.
  private func target(_ reference: String, in directory: String) async throws -> String {
    try await git.run("for-each-ref", "--format=%(objectname)", reference, in: directory)
  }

  /// Looks after each ring, until the reference stands where it is to.
  private func follow(_ ear: inout Ear, _ reference: String, in directory: String, to id: String) async throws {
    repeat { try await ear.ring() } while try await target(reference, in: directory) != id
  }

  /// Moves a reference, or deletes it, and waits for a ring that tells of it.
  private func move(_ ear: inout Ear, _ reference: String, in directory: String, to id: String) async throws {
    try await ear.settle()
    if id.isEmpty {
      try await git.run("update-ref", "-d", reference, in: directory)
    } else {
      try await git.run("update-ref", reference, id, in: directory)
    }
    try await follow(&ear, reference, in: directory, to: id)
  }

  @Test func `a bell rings for its own reference alone`() async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    var bells: Bells? = try Bells()
    var mine = try await Ear(try #require(bells), gitDirectory: directory, reference: "refs/heads/main")
    try await move(&mine, "refs/heads/main", in: directory, to: ids[0])
    var theirs = try await Ear(try #require(bells), gitDirectory: directory, reference: "refs/heads/other")
    try await mine.settle()
    try await git.run("update-ref", "refs/heads/other", ids[0], in: directory)
    try await git.run("tag", "main", ids[0], in: directory)
    try await theirs.catchUp()
    theirs.letGo()
    bells = nil
    #expect(await mine.rest() == 0)
  }

  @Test func `a reference that moves, is packed and moves again is followed`() async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    var ear = try await Ear(try Bells(), gitDirectory: directory, reference: "refs/heads/main")
    for id in [ids[0], ids[1], ids[0]] {
      try await move(&ear, "refs/heads/main", in: directory, to: id)
      try await git.run("pack-refs", "--all", in: directory)
    }
    // The packed file alone changes: nothing is loose.
    let packed = try #require(scratch.text(of: "team.git/packed-refs")).replacing(ids[0], with: ids[1])
    try await ear.settle()
    try Data(packed.utf8).write(to: URL(filePath: directory + "/packed-refs"), options: .atomic)
    try await follow(&ear, "refs/heads/main", in: directory, to: ids[1])
  }

  @Test(arguments: ["loose", "packed"])
  func `a deleted reference is noticed`(_ storage: String) async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    try await git.run("update-ref", "refs/heads/main", ids[0], in: directory)
    if storage == "packed" { try await git.run("pack-refs", "--all", in: directory) }
    var ear = try await Ear(try Bells(), gitDirectory: directory, reference: "refs/heads/main")
    try await move(&ear, "refs/heads/main", in: directory, to: "")
  }

  @Test func `a branch with slashes is followed though its directories come and go`() async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    let name = "refs/heads/feat/deep/er"
    var ear = try await Ear(try Bells(), gitDirectory: directory, reference: name)
    for _ in 0..<4 {
      try await move(&ear, name, in: directory, to: ids[0])
      // Its directories are removed, and the value is not changed.
      try await git.run("pack-refs", "--all", in: directory)
      #expect(!FileManager.default.fileExists(atPath: directory + "/refs/heads/feat"))
      try await move(&ear, name, in: directory, to: ids[1])
      try await move(&ear, name, in: directory, to: "")
    }
  }

  @Test func `a reference in directories made just now is never missed`() async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    let bells = try Bells()
    for round in 0..<20 {
      let name = "refs/heads/a\(round)/b/c"
      var ear = try await Ear(bells, gitDirectory: directory, reference: name)
      try await move(&ear, name, in: directory, to: ids[0])
    }
  }

  @Test func `300 bells ring, each for its own repository`() async throws {
    let scratch = try ScratchDirectory()
    var bells: Bells? = try Bells()
    // No more than what git keeps a reference in: 300 repositories would take a minute to make.
    let places = try (0..<300).map { number in
      try scratch.directory("\(number).git/refs/heads")
      return scratch.path("\(number).git")
    }
    var rings = try places.map {
      try #require(bells).bell(gitDirectory: $0, reference: "refs/heads/main").makeAsyncIterator()
    }
    for index in rings.indices { #expect(await rings[index].next() != nil) }
    for (index, place) in places.enumerated() where index.isMultiple(of: 2) {
      try Data("x".utf8).write(to: URL(filePath: place + "/refs/heads/main"), options: .atomic)
    }
    for index in rings.indices where index.isMultiple(of: 2) { #expect(await rings[index].next() != nil) }
    bells = nil
    for index in rings.indices { #expect(await rings[index].next() == nil) }
  }

  @Test func `a reftable's list of tables rings`() async throws {
    let scratch = try ScratchDirectory()
    let directory = try scratch.directory("team.git")
    try scratch.write("this repository uses the reftable format\n", to: "team.git/refs/heads")
    let troubles = Mutex<[FileFailure]>([])
    let bells = try Bells { trouble in troubles.withLock { $0.append(trouble) } }
    var ear = try await Ear(bells, gitDirectory: directory, reference: "refs/heads/main")
    try scratch.directory("team.git/reftable")
    try await ear.ring()
    for _ in 0..<3 {
      try await ear.settle()
      try Data("0x1.ref\n".utf8).write(to: URL(filePath: directory + "/reftable/tables.list"), options: .atomic)
      try await ear.ring()
    }
    // A file where others have a directory is nothing wrong.
    #expect(troubles.withLock { $0 }.isEmpty)
  }

  @Test func `a repository that moves away rings, and so does another that comes in its place`() async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    let troubles = Mutex<[FileFailure]>([])
    let bells = try Bells { trouble in troubles.withLock { $0.append(trouble) } }
    var ear = try await Ear(bells, gitDirectory: directory, reference: "refs/heads/main")
    try await ear.settle()
    try FileManager.default.moveItem(atPath: directory, toPath: scratch.path("elsewhere.git"))
    try await ear.ring()
    _ = try await repository(scratch)
    try await move(&ear, "refs/heads/main", in: directory, to: ids[0])
    try await ear.settle()
    try FileManager.default.removeItem(atPath: directory)
    repeat { try await ear.ring() } while FileManager.default.fileExists(atPath: directory)
    _ = try await repository(scratch)
    try await move(&ear, "refs/heads/main", in: directory, to: ids[1])
    #expect(troubles.withLock { $0 }.isEmpty)
  }

  @Test func `a bell may hang before there is a repository, or a place for one`() async throws {
    let scratch = try ScratchDirectory()
    let directory = scratch.path("srv/git/team.git")
    var ear = try await Ear(try Bells(), gitDirectory: directory, reference: "refs/heads/main")
    try scratch.directory("srv/git")
    let (_, ids) = try await repository(scratch, "srv/git/team.git")
    try await move(&ear, "refs/heads/main", in: directory, to: ids[0])
  }

  @Test func `a directory that cannot be watched is spoken of once`() async throws {
    let scratch = try ScratchDirectory()
    let troubles = Mutex<[FileFailure]>([])
    let bells = try Bells { trouble in troubles.withLock { $0.append(trouble) } }
    let long = scratch.path(String(repeating: "n", count: 300))
    for _ in 0..<2 { _ = try await Ear(bells, gitDirectory: long, reference: "refs/heads/main") }
    let said = troubles.withLock { $0 }.map(\.description)
    #expect(said.count == 1 && said[0].contains("cannot watch") && said[0].contains("too long"), "\(said)")
  }

  @Test func `a bell that nobody listens to takes no watch away from another`() async throws {
    let scratch = try ScratchDirectory()
    let (directory, ids) = try await repository(scratch)
    let bells = try Bells()
    var kept = try await Ear(bells, gitDirectory: directory, reference: "refs/heads/main")
    for _ in 0..<3 { _ = bells.bell(gitDirectory: directory, reference: "refs/heads/main") }
    try await move(&kept, "refs/heads/main", in: directory, to: ids[0])
  }

  @Test func `a lost event rings, since whatever is watched may have moved`() async throws {
    // More than the kernel keeps, all while nobody reads: it keeps 16,384 by default, and they are read as fast as they
    // come. So the bytes are the kernel's, and the listener's part is tried alone.
    let overflow: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x40, 0x00, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(InotifyEvent.read(overflow[...]).map(\.isOverflow) == [true])
    var ropes = BellRopes(descriptor: -1)
    _ = ropes.hang(7, on: ReferenceTrail(gitDirectory: "/nonexistent/team.git", reference: "refs/heads/main"))
    #expect(ropes.hear(InotifyEvent.read(overflow[...])).rings == [7])
  }
}
