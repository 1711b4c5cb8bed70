import FoundationEssentials
import HostEffects
import Synchronization
import TestSupport

/// Who types the command, and so in which clone.
enum Party: String, CaseIterable, Sendable {
  case builder, adversary
}

/// What a command left on the screen.
struct Screen: Sendable {
  let status: Int
  let stdout: String
  let stderr: String
}

/// A bare remote `team.git`, the clones of Builder and Adversary beside it, and nothing of this machine's but its
/// programs: an empty home, no git configuration, one clock that a command reads once and that moves on a minute.
final class World: Sendable {
  let scratch: ScratchDirectory
  private let minutes: Mutex<Int>

  init() throws {
    scratch = try ScratchDirectory()
    minutes = Mutex(0)
    try scratch.directory("home")
    try scratch.directory("tmp")
  }

  /// The same world somewhere else, to be spoilt.
  init(copying other: World) throws {
    scratch = try ScratchDirectory()
    minutes = Mutex(other.minutes.withLock { $0 })
    for name in try FileManager.default.contentsOfDirectory(atPath: other.scratch.path) {
      try FileManager.default.copyItem(atPath: other.scratch.path(name), toPath: scratch.path(name))
    }
    for party in Party.allCases {
      guard let config = scratch.text(of: "\(party.rawValue)/.git/config") else { continue }
      let moved = config.split(separator: other.scratch.path, omittingEmptySubsequences: false)
        .joined(separator: scratch.path)
      try scratch.write(moved, to: "\(party.rawValue)/.git/config")
    }
  }

  func path(_ party: Party) -> String { scratch.path(party.rawValue) }

  /// The clock that the next command reads.
  var now: String {
    let minute = 36 + minutes.withLock { $0 }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2026-06-\(11 + (17 + minute / 60) / 24)T\(two((17 + minute / 60) % 24)):\(two(minute % 60)):00Z"
  }

  func advance(minutes count: Int) { minutes.withLock { $0 += count } }

  /// The environment of a user with git and assay and nothing else. A nil value takes a variable away.
  func environment(_ changes: [String: String?] = [:]) -> [String: String] {
    var environment = HermeticGit(home: scratch.path("home")).environment
    environment["PATH"] = "\(Binary.directory):\(environment["PATH"] ?? "")"
    environment["TMPDIR"] = scratch.path("tmp")
    environment["GIT_TEMPLATE_DIR"] = ""
    environment["ASSAY_NOW"] = now
    for (name, value) in changes { environment[name] = value }
    return environment
  }

  /// Runs `assay` in a party's clone, or in a directory of the world.
  func assay(
    _ arguments: [String], as party: Party = .builder, in directory: String? = nil, input: [UInt8] = [],
    environment changes: [String: String?] = [:]
  ) async throws -> Screen {
    let environment = environment(changes)
    advance(minutes: 1)
    return try await Turnstile.shared.pass {
      let outcome = try await runTool(
        ToolRequest(
          executable: Binary.path, arguments: arguments, environment: environment,
          directory: directory ?? self.path(party), input: input))
      guard case .exited(let status) = outcome.status else { throw Ended(arguments: arguments, status: outcome.status) }
      return Screen(
        status: status, stdout: String(decoding: outcome.stdout, as: UTF8.self),
        stderr: String(decoding: outcome.stderr, as: UTF8.self))
    }
  }

  /// Runs `assay`, which has to succeed.
  @discardableResult
  func must(_ arguments: String..., as party: Party = .builder) async throws -> Screen {
    let screen = try await assay(arguments, as: party)
    guard screen.status == 0 else { throw Unexpected(arguments: arguments, screen: screen) }
    return screen
  }

  /// Runs git in a directory of the world.
  @discardableResult
  func git(_ arguments: String..., in directory: String? = nil) async throws -> String {
    var git = HermeticGit(home: scratch.path("home"))
    git.environment["GIT_TEMPLATE_DIR"] = ""
    return try await git.run(arguments, in: directory ?? path(.builder))
  }

  /// Commits a file of the Builder's, on what the remote has, and pushes it.
  func push(_ text: String, to file: String) async throws {
    try await git("pull", "--quiet", "--ff-only", "origin", "main")
    try scratch.write(text, to: "builder/\(file)")
    try await git("add", "--all")
    try await git("commit", "--quiet", "--message", "change \(file)")
    try await git("push", "--quiet", "origin", "HEAD:main")
  }
}

/// A command that was expected to succeed.
struct Unexpected: Error, CustomStringConvertible {
  let arguments: [String]
  let screen: Screen

  var description: String {
    "assay \(arguments.joined(separator: " ")): exit \(screen.status)\n\(screen.stdout)\(screen.stderr)"
  }
}

/// A command that a signal ended.
struct Ended: Error {
  let arguments: [String]
  let status: ToolStatus
}

/// Lets a few commands run at a time: each starts git several times, and hundreds at once help nobody.
actor Turnstile {
  static let shared = Turnstile()
  private var free = 4
  private var waiting: [CheckedContinuation<Void, Never>] = []

  nonisolated func pass<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    await enter()
    do {
      let value = try await body()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
