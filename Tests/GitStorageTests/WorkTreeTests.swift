import FoundationEssentials
import GitObjects
import GitStorage
import TestSupport
import Testing
import WorkflowModel

struct WorkTreeTests {
  @Test func `status names every path, renamed, odd and untracked ones too`() async throws {
    let parties = try await Parties()
    #expect(try await parties.command.statusPaths().isEmpty)
    try await parties.git.run("mv", "a.txt", "b \"ü\".txt", in: parties.work)
    try parties.scratch.write("changed\n", to: "work/docs/STATUS-x.md")
    try parties.scratch.write("new\n", to: "work/new dir/line\nend")
    #expect(
      try await parties.command.statusPaths()
        == ["b \"ü\".txt", "a.txt", "docs/STATUS-x.md", "new dir/line\nend"])
  }

  @Test func `a clean checked-out branch follows`() async throws {
    let parties = try await Parties()
    let second = try parties.child(of: parties.first, text: "second")
    #expect(try await parties.command.fastForward(to: second) == .followed)
    #expect(try await parties.command.fastForward(to: second) == .followed)
    #expect(parties.scratch.text(of: "work/a.txt") == "second")
    #expect(try await parties.command.statusPaths().isEmpty)
    #expect(try await parties.git.run("rev-parse", "main", in: parties.work) == "\(second)")
  }

  @Test(arguments: ["diverged", "changed since", "in the way"])
  func `what git would lose is left alone`(situation: String) async throws {
    let parties = try await Parties()
    let second = try parties.child(of: parties.first, text: "second")
    switch situation {
    case "diverged": try await parties.git.run("commit", "--quiet", "--allow-empty", "-m", "mine", in: parties.work)
    case "changed since": try parties.scratch.write("mine\n", to: "work/a.txt")
    default:
      try await parties.git.run("rm", "--quiet", "--cached", "a.txt", in: parties.work)
      try parties.scratch.write("mine\n", to: "work/a.txt")
    }
    let before = try await parties.git.run("for-each-ref", "refs/heads", in: parties.work)
    let file = parties.scratch.text(of: "work/a.txt")
    guard case .leftAlone(let reason) = try await parties.command.fastForward(to: second) else {
      Issue.record("\(situation): it followed")
      return
    }
    #expect(!reason.isEmpty)
    #expect(parties.scratch.text(of: "work/a.txt") == file)
    #expect(try await parties.git.run("for-each-ref", "refs/heads", in: parties.work) == before)
  }

  @Test func `a cold clone stands at the subject without what is left out`() async throws {
    let parties = try await Parties()
    let second = try parties.child(of: parties.first, text: "second")
    _ = try await parties.command.push("origin", commit: second, branch: "main", expecting: parties.first)
    _ = try await parties.command.push("origin", commit: second, branch: "side", expecting: nil)
    try await parties.git.run("tag", "v1", "main", in: parties.remote)
    let place = parties.scratch.path("cold")
    let cold = try await parties.command.coldClone(
      url: parties.remote, subject: parties.first, directory: place, leavingOut: ["docs/JOURNAL-*.md"])
    let repository = try Repository.open(containing: place)
    #expect(try repository.symbolicHead() == nil)
    #expect(try repository.reference("HEAD") == parties.first)
    #expect(try repository.reference("refs/remotes/origin/side") == second)
    #expect(try repository.reference("refs/tags/v1") == second)
    #expect(parties.scratch.text(of: "cold/a.txt") == "a\n")
    #expect(parties.scratch.text(of: "cold/docs/STATUS-x.md") == "public\n")
    #expect(parties.scratch.text(of: "cold/docs/JOURNAL-x.md") == nil)
    #expect(try await cold.statusPaths().isEmpty)
    #expect(try await cold.remoteURL("origin") == parties.remote)
    #expect(try await parties.git.run("ls-files", "docs", in: place).contains("JOURNAL"))
    let absent = try parties.child(of: second, text: "never pushed")
    await #expect(throws: GitError.remoteLacks(remote: parties.remote, names: ["\(absent)"])) {
      try await parties.command.coldClone(
        url: parties.remote, subject: absent, directory: parties.scratch.path("cold2"), leavingOut: [])
    }
  }

  @Test func `what is left out stays out when the branch moves`() async throws {
    let parties = try await Parties()
    try parties.scratch.write("mine\n", to: "work/a.txt")
    try await parties.command.leaveOut(["docs/JOURNAL-*.md"])
    try await parties.command.leaveOut(["docs/JOURNAL-*.md", "docs/SECRET.md"])
    #expect(parties.scratch.text(of: "work/docs/JOURNAL-x.md") == nil)
    #expect(parties.scratch.text(of: "work/a.txt") == "mine\n")
    #expect(
      parties.scratch.text(of: "work/.git/info/sparse-checkout") == "/*\n!/docs/JOURNAL-*.md\n!/docs/SECRET.md\n")
    try await parties.git.run("checkout", "--quiet", "a.txt", in: parties.work)
    let second = try parties.child(of: parties.first, text: "more\n", file: "docs/JOURNAL-x.md")
    let third = try parties.child(of: second, text: "new\n", file: "docs/JOURNAL-y.md")
    #expect(try await parties.command.fastForward(to: third) == .followed)
    #expect(parties.scratch.text(of: "work/docs/JOURNAL-x.md") == nil)
    #expect(parties.scratch.text(of: "work/docs/JOURNAL-y.md") == nil)
    #expect(try await parties.command.statusPaths().isEmpty)
    #expect(try Repository.open(containing: parties.work).reference("HEAD") == third)
  }
}
