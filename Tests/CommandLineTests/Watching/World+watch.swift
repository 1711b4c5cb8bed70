import FoundationEssentials
import Glibc
import HostEffects
import TestSupport
import Testing

/// What a consumer was told: the fields of one line of JSON that tests ask for.
struct Told: Codable, Hashable, Sendable {
  let event: String
  let id: String
  let consumer: String
  let phase: String?
  let gate: String?
  let title: String
  let wakes: [String]
  let next: String?
  let attempt: Int
}

extension World {
  /// One round of a watch in the Adversary's clone, each time a new process, whose events go to a file.
  @discardableResult
  func watchOnce(
    _ arguments: String..., consumer: String = "one", exit: Int? = nil, environment: [String: String?] = [:]
  ) async throws -> [Told] {
    let file = scratch.path("\(consumer).jsonl")
    let before = try told(consumer).count
    let screen = try await assay(
      ["watch", "--once", "--consumer", consumer, "--jsonl", file] + arguments, as: .adversary,
      environment: environment)
    let new = Array(try told(consumer).dropFirst(before))
    let expected = exit ?? (new.isEmpty ? 1 : 0)
    guard screen.status == expected else { throw Unexpected(arguments: arguments, screen: screen) }
    return new
  }

  /// Everything that the consumer was ever told.
  func told(_ consumer: String = "one") throws -> [Told] {
    try (scratch.text(of: "\(consumer).jsonl") ?? "").split(separator: "\n").map {
      try JSONDecoder().decode(Told.self, from: Data($0.utf8))
    }
  }

  /// Puts an edited policy on the record: what stands in the file, and more.
  func addToPolicy(_ text: String) async throws {
    try await git("fetch", "--quiet", "origin")
    let policy = try await git("show", "origin/main:assay.yml")
    try scratch.write(policy + "\n" + text, to: "edited.yml")
    try await must("policy", "change", scratch.path("edited.yml"), "-m", "tell more", "--as", "operator")
  }

  /// A message from the Builder to a role.
  func send(_ text: String, to role: String = "adversary") async throws {
    try await must("send", role, "-m", text)
  }
}

extension World {
  /// Claim and PASS of the second gate.
  func passM10() async throws {
    try await must([
      "claim", "M10", "--what", "polite", "--how", "checks polite, read-twice", "--expected", "please", "--where", "it",
    ])
    try await must("collect", "M10", as: .adversary)
    try await must("review", "M10", "--pass", "-m", "polite", as: .adversary)
  }

  /// Has the Builder act on a copy of the remote, of which nobody else knows.
  func elsewhere(_ body: () async throws -> Void) async throws {
    let (here, there) = (scratch.path("team.git"), scratch.path("elsewhere.git"))
    try await git("clone", "--quiet", "--bare", here, there)
    try await git("remote", "set-url", "origin", there)
    try await body()
    try await git("remote", "set-url", "origin", here)
  }

  /// Brings what was done there to the remote, with one push.
  func pushFromElsewhere() async throws {
    try await git("push", "--quiet", scratch.path("team.git"), "main", in: scratch.path("elsewhere.git"))
  }

  /// How many watches, alive or killed, have come as far as to listen for pushes to the remote.
  func listeners() throws -> Int {
    let place = scratch.path("team.git/assay/signal")
    guard FileManager.default.fileExists(atPath: place) else { return 0 }
    return try FileManager.default.contentsOfDirectory(atPath: place).count { $0.hasSuffix(".sock") }
  }

  /// Waits until it is so; gives up after so long that something must be wrong.
  func soon(_ isSo: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      if try isSo() { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return false
  }
}

/// A watch that runs until it is ended, and writes events to a file.
struct LiveWatch: Sendable {
  private let world: World
  private let directory: String
  private let output: String
  private let process: pid_t

  init(of world: World, _ arguments: [String], in directory: String) async throws {
    self.world = world
    self.directory = directory
    output = world.scratch.path("\(directory).out")
    let script = "cd \"$1\" && out=$2 && shift 2 && { assay watch \"$@\" >\"$out\" 2>\"$out.log\" & echo $!; }"
    let outcome = try await runTool(
      ToolRequest(
        executable: "/bin/sh", arguments: ["-c", script, "sh", world.scratch.path(directory), output] + arguments,
        environment: world.environment()))
    let text = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n").first ?? ""
    process = try #require(pid_t(String(text)))
  }

  /// Returns once the consumer is served.
  func hasBegun(_ consumer: String) async throws {
    let suffix = "assay/watch/\(consumer)/memory.json"
    let places = ["\(directory)/\(suffix)", "\(directory)/.git/\(suffix)"].map { world.scratch.path($0) }
    try await wait { places.contains { FileManager.default.fileExists(atPath: $0) } }
  }

  /// Returns what was told once it is that much.
  func told(_ count: Int) async throws -> [Told] {
    try await wait { lines.count >= count }
    return try lines.map { try JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
  }

  func end(_ signal: Int32 = SIGTERM) { kill(process, signal) }

  private var lines: [Substring] {
    let text = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text[..<(text.lastIndex(of: "\n") ?? text.startIndex)].split(separator: "\n")
  }

  private func wait(for condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !condition() {
      guard ContinuousClock.now < deadline, kill(process, 0) == 0 else {
        Issue.record("the watch said: \(world.scratch.text(of: directory + ".out.log") ?? "nothing")")
        throw CancellationError()
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
