import FoundationEssentials
import HostEffects
import TestSupport

/// When a command is killed.
enum Moment: CustomStringConvertible, Sendable {
  /// At its n-th call of git: before git starts, or while it runs, so that git goes on alone.
  case before(Int), during(Int)
  /// After a part of the time that it takes when nobody kills it.
  case part(Double)

  var description: String {
    switch self {
    case .before(let call): "before git \(call)"
    case .during(let call): "during git \(call)"
    case .part(let part): "after \(part) of its time"
    }
  }
}

/// A command that writes, and what tells its record from others.
struct Deed: Sendable {
  let name: String
  let arguments: [String]
  let clone: String
  /// How the subject of its record begins; nil for a command that writes none.
  let subject: String?
  /// What the same command may say when all of it is there already.
  let again: Set<Int>
}

/// A `git` that stands before the real one on PATH and kills whoever calls it at the moment that was chosen.
struct Killer: Sendable {
  let place: String
  let variables: [String: String]
  let git: String

  init(in shop: Workshop) throws {
    place = try shop.scratch.directory("killer")
    let path = shop.git.environment["PATH"] ?? ""
    guard case .found(let git) = ProgramSearch.find("git", path: path, directory: "/") else {
      throw Unexpected("no git on PATH")
    }
    self.git = git
    variables = ["PATH": "\(place)/bin:\(path)", "KILLER": place]
    try shop.scratch.write(Self.script(git), to: "killer/bin/git", executable: true)
  }

  /// Every git holds the lock as long as it runs: with its help a test waits for those that outlived their caller. Two may
  /// run beside each other: each takes its number in turn.
  private static func script(_ git: String) -> String {
    """
    #!/bin/sh
    exec 8>"$KILLER/turn"
    flock 8
    echo "$@" >>"$KILLER/calls"
    number=$(wc -l <"$KILLER/calls")
    exec 8>&-
    exec 9>"$KILLER/lock"
    flock --shared 9
    if [ "$number" = "$KILL_AT" ]; then
      kill -9 "$PPID"
      [ "$KILL_WHEN" = during ] || exit 1
    fi
    exec \(git) "$@"

    """
  }

  /// Runs a command unharmed. Returns what it asked of git, call by call, and how long it took.
  func measure(_ deed: Deed, in shop: Workshop) async throws -> (calls: [String], time: Duration) {
    let clock = ContinuousClock()
    let began = clock.now
    let ran = try await shop.run(try Workshop.binary, deed.arguments, in: deed.clone, variables)
    guard ran.code == 0 else { throw Unexpected("\(deed.name), unharmed: \(ran)") }
    let calls = shop.scratch.text(of: "killer/calls")?.split(separator: "\n") ?? []
    return (calls.map { String($0) }, clock.now - began)
  }

  /// Before each call of git. During those that change something: to the others it makes no difference. And at moments
  /// spread over the time between and inside of them.
  static func moments(_ calls: [String]) -> [Moment] {
    let writing = [" clone ", " fetch ", " push ", " merge ", " checkout ", " read-tree ", " config --local "]
    return calls.indices.map { .before($0 + 1) }
      + calls.indices.filter { call in writing.contains { calls[call].contains($0) } }.map { .during($0 + 1) }
      + [0.2, 0.4, 0.6, 0.8].map { .part($0) }
  }

  /// Runs a command and kills it. Returns once nothing that it started runs any more. False when it was done before
  /// its moment came.
  func kill(_ deed: Deed, at moment: Moment, of time: Duration, in shop: Workshop) async throws -> Bool {
    var variables = variables
    var program = try Workshop.binary
    var arguments = deed.arguments
    switch moment {
    case .before(let call): variables.merge(["KILL_AT": "\(call)", "KILL_WHEN": "before"]) { $1 }
    case .during(let call): variables.merge(["KILL_AT": "\(call)", "KILL_WHEN": "during"]) { $1 }
    case .part(let part):
      let (seconds, attoseconds) = (time * part).components
      let deadline = Double(seconds) + Double(attoseconds) / 1e18
      arguments = ["--foreground", "--signal=KILL", "\(deadline)", program] + arguments
      program = "/usr/bin/timeout"
    }
    let ran = try await shop.run(program, arguments, in: deed.clone, variables)
    // One that was started just before the kill has not taken the lock yet, and is known by its environment.
    repeat { try await shop.run("/usr/bin/flock", ["killer/lock", "true"], in: "") } while try somethingRuns()
    return ran.status == .signalled(9) || ran.code == 137
  }
}

extension Killer {
  /// Whether a process that the command started, or one that such a process started, has not ended.
  private func somethingRuns() throws -> Bool {
    let mark = Data("KILLER=\(place)\0".utf8)
    return try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { process in
      // What has ended meanwhile has no environment.
      guard Int(process) != nil, let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
      else { return false }
      return environment.firstRange(of: mark) != nil
    }
  }
}

extension Workshop {
  /// The same workshop somewhere else, to be spoilt.
  convenience init(copying other: Workshop) throws {
    try self.init()
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: other.scratch.path) where name != "tmp" {
      if name == "home" { try files.removeItem(atPath: path(name)) }
      try files.copyItem(atPath: other.path(name), toPath: path(name))
      guard let config = scratch.text(of: "\(name)/.git/config") else { continue }
      let moved = config.split(separator: other.scratch.path, omittingEmptySubsequences: false)
      try scratch.write(moved.joined(separator: scratch.path), to: "\(name)/.git/config")
    }
  }

  /// What a killed command may not leave behind, once the next one has run.
  func leftovers() throws -> [String] {
    let known = [
      "fold-main", "fold-main.phases", "audit-main", "audit-main.phases", "kickoff.md", "builder.md", "adversary.md",
    ]
    let keys = ["keys"] + ["operator", "builder", "adversary"].flatMap { ["team-\($0)", "team-\($0).pub"] }
    return try FileManager.default.subpathsOfDirectory(atPath: scratch.path).filter { path in
      let parts = path.split(separator: "/").map { String($0) }
      guard let last = parts.last, parts.first != "killer" else { return false }
      if parts.count == 1 { return !["team.git", "work", "ada", "hello.yml", "home", "tmp"].contains(last) }
      if path == "home/.local" || path.hasPrefix("home/.local/") { return last.hasSuffix(".new") }
      // Keys are the user's; one on trial is a leftover.
      if parts.first == "home" { return last.hasSuffix(".trial") || parts.count > 3 && !keys.contains(last) }
      if parts.first == "tmp" { return true }
      if last.hasSuffix(".lock") { return true }
      guard let assay = parts.firstIndex(of: "assay"), parts[assay - 1] == ".git" else { return false }
      return parts.count > assay + 1 && !known.contains(last)
    }
  }
}
