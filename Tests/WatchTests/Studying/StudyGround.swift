import FoundationEssentials
import HostEffects
import TestSupport

/// A workspace of many records that reaches its bare remote in portions, a clone that reads the remote in place, and
/// one whose remote is asked over an ssh that fails one time in five.
struct StudyGround: Sendable {
  let scratch: ScratchDirectory
  let git: HermeticGit
  /// Every commit of the branch, oldest first.
  let commits: [String]
  /// Where each stands among them.
  let places: [String: Int]
  /// Those that are records: the events, in history's order.
  let records: [String]
  let recordSet: Set<String>

  init(records count: Int) async throws {
    scratch = try ScratchDirectory()
    git = HermeticGit(home: try scratch.directory("home"))
    let made = try await runTool(
      ToolRequest(
        executable: Binary.directory + "/generate", arguments: [scratch.path("source"), String(count)],
        environment: git.environment))
    guard made.status == .exited(0) else { throw StudyTrouble(String(decoding: made.stderr, as: UTF8.self)) }
    let listing = try await git.run(
      "rev-list", "--reverse", "--format=%(trailers:key=Assay-Record,valueonly,separator=%x2C)", "main",
      in: scratch.path("source/team.git"))
    var commits: [String] = []
    var records: [String] = []
    for line in listing.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("commit ") {
        commits.append(String(line.dropFirst(7)))
      } else if let last = commits.last {
        records.append(last)
      }
    }
    (self.commits, self.records) = (commits, records)
    recordSet = Set(records)
    places = Dictionary(uniqueKeysWithValues: commits.enumerated().map { ($1, $0) })
    try await git.run("init", "--quiet", "--bare", "team.git", in: scratch.path)
  }

  /// Pushes everything up to a commit.
  func push(upTo index: Int) async throws {
    try await git.run(
      "push", "--quiet", scratch.path("team.git"), "\(commits[index]):refs/heads/main",
      in: scratch.path("source/team.git"))
  }

  func clone() async throws {
    try await git.run("clone", "--quiet", "--bare", scratch.path("team.git"), "near.git", in: scratch.path)
    try await git.run("clone", "--quiet", "--bare", scratch.path("team.git"), "far.git", in: scratch.path)
    let ssh = try scratch.write(Self.ssh, to: "ssh", executable: true)
    for (name, value) in [
      ("remote.origin.url", "ssh://far.invalid\(scratch.path("team.git"))"), ("core.sshCommand", ssh),
      ("ssh.variant", "simple"),
    ] {
      try await git.run("config", name, value, in: scratch.path("far.git"))
    }
  }

  /// How often the far remote was asked, and how often that failed.
  var asks: (all: Int, failed: Int) {
    (scratch.text(of: "ssh.asked")?.utf8.count ?? 0, scratch.text(of: "ssh.failed")?.utf8.count ?? 0)
  }

  private static let ssh = #"""
    #!/bin/sh
    printf . >>"$0.asked"
    if [ $(($(wc -c <"$0.asked") % 5)) -eq 0 ]; then
      printf . >>"$0.failed"
      echo 'the connection was lost' >&2
      exit 255
    fi
    exec sh -c "$2"

    """#

  /// A program that notes which event it was told. Of those that it refuses at first, it ends badly for some, and is
  /// killed over others.
  func program(refusingOneIn share: Int) throws -> String {
    try scratch.write(
      """
      #!/bin/sh
      id=$ASSAY_EVENT_ID
      number=1
      case $id in *:*) ;; *) number=$((0x${id#"${id%????}"})) ;; esac
      if [ "$ASSAY_ATTEMPT" = 1 ] && [ $((number % \(share))) -eq 0 ]; then
        echo "$id refused" >>"$0.heard"
        [ $((number / \(share) % 2)) -eq 0 ] && exit 3
        kill -9 $$
      fi
      echo "$id taken" >>"$0.heard"

      """, to: "program", executable: true)
  }
}

struct StudyTrouble: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
