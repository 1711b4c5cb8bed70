import FoundationEssentials
import GitObjects
import GitStorage
import TestSupport
import Testing
import WorkflowModel

struct RemoteTests {
  @Test func `a push lands only where it was expected to`() async throws {
    let parties = try await Parties()
    let command = parties.command
    let second = try parties.child(of: parties.first, text: "second")
    let rival = try parties.child(of: parties.first, text: "rival")
    #expect(
      try await command.push("origin", commit: second, branch: "main", expecting: parties.first) == .accepted)
    #expect(try await parties.remoteTip() == "\(second)")
    let late = try await command.push("origin", commit: rival, branch: "main", expecting: parties.first)
    #expect(late == .rejected(summary: "[rejected] (stale info)", serverText: ""))
    let backwards = try await command.push("origin", commit: rival, branch: "main", expecting: second)
    #expect(backwards == .rejected(summary: "[rejected] (not a fast-forward)", serverText: ""))
    // What already stands there was pushed by somebody: whether by us is the caller's to know.
    #expect(
      try await command.push("origin", commit: second, branch: "main", expecting: parties.first) == .alreadyThere)
    #expect(try await command.push("origin", commit: rival, branch: "other", expecting: nil) == .accepted)
    #expect(try await parties.remoteTip() == "\(second)")
  }

  @Test func `a server's refusal comes with its words`() async throws {
    let parties = try await Parties()
    try parties.hook("pre-receive", "echo 'refused by C3: no'; echo; echo '  remote: hint' >&2; exit 1\n")
    let second = try parties.child(of: parties.first, text: "second")
    let outcome = try await parties.command.push(
      "origin", commit: second, branch: "main", expecting: parties.first)
    #expect(
      outcome
        == .rejected(
          summary: "[remote rejected] (pre-receive hook declined)",
          serverText: "refused by C3: no\n\n  remote: hint"))
    #expect(try await parties.remoteTip() == "\(parties.first)")
  }

  @Test func `a hook of the user's own stops a push before it leaves`() async throws {
    let parties = try await Parties()
    try parties.hook("pre-push", in: "work/.git", "echo not today >&2; exit 1\n")
    let second = try parties.child(of: parties.first, text: "second")
    let outcome = try await parties.command.push(
      "origin", commit: second, branch: "main", expecting: parties.first)
    guard case .stopped(let text) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(text.hasPrefix("not today\n"))
  }

  @Test func `a vanished remote is unreachable for all`() async throws {
    let parties = try await Parties()
    try FileManager.default.removeItem(atPath: parties.remote)
    let second = try parties.child(of: parties.first, text: "second")
    let outcome = try await parties.command.push(
      "origin", commit: second, branch: "main", expecting: parties.first)
    guard case .unreachable(let text) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(!text.isEmpty)
    await expectUnreachable { try await parties.command.fetch("origin", refspecs: ["refs/heads/main"]) }
    await expectUnreachable { _ = try await parties.command.lsRemote("origin") }
    await expectUnreachable {
      _ = try await parties.command.clone(url: parties.remote, directory: parties.scratch.path("new"))
    }
  }

  private func expectUnreachable(_ operation: () async throws -> Void) async {
    let error = await #expect(throws: GitError.self) { try await operation() }
    guard case .remoteUnreachable = error else {
      Issue.record("another error than unreachable")
      return
    }
  }

  @Test func `a reachable remote without the branch is another matter`() async throws {
    let parties = try await Parties()
    try await parties.git.run("init", "--quiet", "--bare", "empty.git", in: parties.scratch.path)
    let empty = parties.scratch.path("empty.git")
    #expect(try await parties.command.lsRemote(empty) == [:])
    for remote in [empty, "origin"] {
      await #expect(throws: GitError.remoteLacks(remote: remote, names: ["refs/heads/absent"])) {
        try await parties.command.fetch(remote, refspecs: ["+refs/heads/absent:refs/assay/x"])
      }
    }
    await #expect(throws: GitError.remoteLacks(remote: empty, names: ["main"])) {
      try await parties.command.clone(url: empty, directory: parties.scratch.path("new"), branch: "main")
    }
    #expect(try await parties.command.push(empty, commit: parties.first, branch: "main", expecting: nil) == .accepted)
  }

  @Test func `a fetch brings what was asked for and leaves no other trace`() async throws {
    let parties = try await Parties()
    let second = try parties.child(of: parties.first, text: "second")
    _ = try await parties.command.push("origin", commit: second, branch: "main", expecting: parties.first)
    try await parties.git.run("tag", "v1", "main", in: parties.remote)
    let other = try await parties.command.clone(
      url: parties.remote, directory: parties.scratch.path("other"), checkout: false)
    let repository = try Repository.open(containing: parties.scratch.path("other"))
    let third = try parties.child(of: second, text: "third")
    _ = try await parties.command.push("origin", commit: third, branch: "main", expecting: second)
    #expect(try !repository.exists(third))
    try await other.fetch("origin", refspecs: ["+refs/heads/main:refs/assay/remote/main"])
    #expect(try repository.reference("refs/assay/remote/main") == third)
    #expect(try repository.walk(from: [third]).map(\.id) == [parties.first, second, third])
    #expect(!FileManager.default.fileExists(atPath: parties.scratch.path("other/.git/FETCH_HEAD")))
    #expect(try await other.lsRemote("origin", patterns: ["refs/tags/*"]).keys.sorted() == ["refs/tags/v1"])
    #expect(try await other.remoteURL("origin") == parties.remote)
    #expect(try await other.remoteURL("absent") == nil)
    #expect(try await other.config("assay.role") == nil)
    try await other.setConfig("assay.role", "adversary")
    #expect(try await other.config("assay.role") == "adversary")
  }

  @Test func `ssh remotes are spoken to through the user's ssh`() async throws {
    let parties = try await Parties()
    // An ssh that logs in to this machine: it is called with options, the host and the command.
    let ssh = try parties.scratch.write(
      "#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nexec /bin/sh -c \"$1\"\n", to: "ssh", executable: true)
    var environment = parties.git.environment
    environment["GIT_SSH_COMMAND"] = ssh
    environment["GIT_SSH_VARIANT"] = "ssh"
    let command = GitCommand(directory: parties.work, environment: environment)
    let url = "ssh://example.invalid" + parties.remote
    let second = try parties.child(of: parties.first, text: "second")
    #expect(try await command.push(url, commit: second, branch: "main", expecting: parties.first) == .accepted)
    #expect(try await command.lsRemote(url) == ["refs/heads/main": second])
    try parties.hook("pre-receive", "echo no >&2; exit 1\n")
    let third = try parties.child(of: second, text: "third")
    #expect(
      try await command.push(url, commit: third, branch: "main", expecting: second)
        == .rejected(summary: "[remote rejected] (pre-receive hook declined)", serverText: "no"))
    try parties.scratch.write("#!/bin/sh\nexit 255\n", to: "ssh", executable: true)
    await expectUnreachable { try await command.fetch(url, refspecs: ["refs/heads/main"]) }
  }

  @Test func `the variables of a hook do not lead git elsewhere`() async throws {
    let parties = try await Parties()
    var environment = parties.git.environment
    environment["GIT_DIR"] = "/nonexistent"
    environment["GIT_INDEX_FILE"] = "/nonexistent/index"
    let command = GitCommand(directory: parties.work, environment: environment)
    #expect(try await command.statusPaths().isEmpty)
    #expect(try await command.lsRemote("origin").count == 1)
  }
}
