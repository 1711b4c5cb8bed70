import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// `kill -9` at any moment of any writing command: its record is on the remote, once, or nothing of it is anywhere that
/// matters; the next command just works.
@Suite struct KillTests {
  /// A phase from founding to DONE. Each command is killed at every step on copies of the workshop, then done.
  private static let deeds = [
    Deed(name: "init", arguments: ["init"], clone: "work", subject: "policy: FOUNDED", again: [0, 77]),
    Deed(
      name: "phase open", arguments: ["phase", "open", "hello"], clone: "work", subject: "phase(hello): OPEN",
      again: [77]),
    Deed(name: "claim", arguments: Workshop.claiming, clone: "work", subject: "claim(hello): M1 — ", again: [77]),
    Deed(
      name: "join", arguments: ["join", "adversary", "team.git", "ada"], clone: "", subject: nil, again: [65]),
    Deed(name: "collect", arguments: ["collect", "M1"], clone: "ada", subject: nil, again: [0]),
    Deed(
      name: "review", arguments: ["review", "M1", "--pass", "-m", "cold"], clone: "ada",
      subject: "review(hello): M1 PASS", again: [77]),
    Deed(name: "done", arguments: ["done"], clone: "work", subject: "status(hello): DONE", again: [64]),
  ]

  @Test func `A command killed at any step is done or undone, and the next one just works`() async throws {
    let shop = try Workshop()
    try await shop.begin()
    for deed in Self.deeds {
      let trial = try Workshop(copying: shop)
      let (calls, time) = try await Killer(in: trial).measure(deed, in: trial)
      // What is beside the repository is looked at without git; what is changed is changed by git.
      try #require(calls.contains { $0.contains(" push ") || $0.contains(" clone ") })
      let moments = Killer.moments(calls)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (number, moment) in moments.enumerated() {
          if number >= 3 { try await group.next() }
          group.addTask { try await Self.kill(deed, at: moment, of: time, in: try Workshop(copying: shop)) }
        }
        try await group.waitForAll()
      }
      try await shop.done(deed.arguments, in: deed.clone)
      // Written as the others are, and not killed as well, to save time.
      if deed.name == "init" { try await shop.done("phase", "add", "../hello.yml", in: "work") }
    }
  }

  private static func kill(_ deed: Deed, at moment: Moment, of time: Duration, in shop: Workshop) async throws {
    let before = try await shop.subjects()
    let wasKilled = try await Killer(in: shop).kill(deed, at: moment, of: time, in: shop)
    let what = Comment(rawValue: "\(deed.name), killed \(moment)")
    if case .part = moment {} else { #expect(wasKilled, what) }
    let wasJoined = FileManager.default.fileExists(atPath: shop.path("ada"))
    let landed = try await shop.subjects().count - before.count
    #expect(landed == 0 || landed == 1 && deed.subject != nil, what)

    // A command that writes no record may have been done all the same; done again, it says so or does it once more.
    let next = try await shop.run(try Workshop.binary, deed.arguments, in: deed.clone)
    let isDone = landed == 1 || deed.name == "join" && wasJoined
    #expect(isDone ? deed.again.contains(next.code) : next.code == 0, "\(what): \(next)")
    if let subject = deed.subject {
      let subjects = try await shop.subjects()
      #expect(subjects.count { $0.hasPrefix(subject) } == 1, "\(what): \(subjects)")
    }
    try await inspect(shop, deed.clone.isEmpty ? "ada" : deed.clone, what)
  }

  /// Nothing lies about, nothing is damaged, and the clone goes on.
  private static func inspect(_ shop: Workshop, _ clone: String, _ what: Comment) async throws {
    let audit = try await shop.assay("audit", in: clone)
    #expect(audit.code == 0, "\(what): \(audit)")
    // What was kept, and half written, is written over by the next command that keeps the same.
    let status = try await shop.assay("status", in: clone)
    #expect(status.code == 0, "\(what): \(status)")
    #expect(try shop.leftovers() == [], what)
    #expect(try await shop.git("fsck", "--strict", "--no-dangling", in: "team.git") == "", what)
    #expect(try await shop.git("status", "--porcelain", in: clone) == "", what)
    let own = try await shop.git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags", in: clone)
    #expect(own == "refs/heads/main", what)
    #expect(try await shop.git("rev-list", "--count", "origin/main..main", in: clone) == "0", what)
  }
}
