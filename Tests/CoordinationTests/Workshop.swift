import FoundationEssentials
import HostEffects
import TestSupport
import WorkflowModel

/// What a run of a program left behind.
struct Ran: CustomStringConvertible {
  let status: ToolStatus
  let out: String
  let error: String

  var code: Int {
    switch status {
    case .exited(let code): code
    case .signalled(let number): 128 + number
    }
  }

  var description: String { "\(status)\n\(out)\(error)" }
}

/// A bare remote and clones of it on disk, worked on with the real binary as separate processes.
final class Workshop: Sendable {
  let scratch: ScratchDirectory
  let git: HermeticGit
  let temporary: String

  /// The binary that was built together with these tests.
  static var binary: String {
    get throws {
      let runner = try required(CommandLine.arguments.first).split(separator: "/", omittingEmptySubsequences: false)
      let beside = runner.dropLast().joined(separator: "/") + "/assay"
      let built = URL(filePath: #filePath).deletingLastPathComponent().path + "../../.build/debug/assay"
      return try required([beside, built].first { FileManager.default.isExecutableFile(atPath: $0) }, "binary")
    }
  }

  init() throws {
    scratch = try ScratchDirectory()
    git = HermeticGit(home: try scratch.directory("home"))
    temporary = try scratch.directory("tmp")
  }

  func path(_ relative: String) -> String { scratch.path(relative) }

  /// Runs the binary in a clone.
  @discardableResult
  func assay(
    _ arguments: String..., in clone: String, variables: [String: String] = [:]
  ) async throws -> Ran {
    try await run(try Self.binary, arguments, in: clone, variables)
  }

  @discardableResult
  func run(
    _ program: String, _ arguments: [String], in directory: String, _ variables: [String: String] = [:]
  ) async throws -> Ran {
    var environment = git.environment
    environment["TMPDIR"] = temporary
    environment.merge(variables) { _, new in new }
    let outcome = try await runTool(
      ToolRequest(
        executable: program, arguments: arguments, environment: environment, directory: scratch.path(directory)))
    return Ran(
      status: outcome.status, out: String(decoding: outcome.stdout, as: UTF8.self),
      error: String(decoding: outcome.stderr, as: UTF8.self))
  }

  /// As ``assay(_:in:variables:)``, for a command that has to succeed.
  @discardableResult
  func done(_ arguments: String..., in clone: String) async throws -> String {
    try await done(arguments, in: clone)
  }

  @discardableResult
  func done(_ arguments: [String], in clone: String) async throws -> String {
    let ran = try await run(try Self.binary, arguments, in: clone)
    guard ran.code == 0 else { throw Unexpected("assay \(arguments.joined(separator: " ")): \(ran)") }
    return ran.out
  }

  /// git in a clone or in the remote.
  @discardableResult
  func git(_ arguments: String..., in directory: String) async throws -> String {
    try await git.run(arguments, in: scratch.path(directory))
  }

  /// A remote `team.git` with one commit of code, and the clone `work` of it.
  func begin() async throws {
    try await git("init", "--quiet", "--bare", "team.git", in: "")
    try await git("clone", "--quiet", "team.git", "work", in: "")
    try scratch.write("hi\n", to: "work/hello.txt")
    try await commit("start", in: "work")
    try scratch.write(helloFile, to: "hello.yml")
  }

  /// ``begin()``, founded, with its phase open; `work` acts as builder.
  func found() async throws {
    try await begin()
    try await done("init", in: "work")
    try await done("phase", "add", "../hello.yml", in: "work")
    try await done("phase", "open", "hello", in: "work")
  }

  func join(_ role: String, _ name: String, principal: String? = nil) async throws {
    let extra = principal.map { ["--principal", $0] } ?? []
    let ran = try await run(try Self.binary, ["join", role, path("team.git"), name] + extra, in: "")
    guard ran.code == 0 else { throw Unexpected("join: \(ran)") }
  }

  /// Commits everything in a clone, and pushes the branch that is checked out.
  func commit(_ message: String, in clone: String) async throws {
    try await git("add", "--all", in: clone)
    try await git("commit", "--quiet", "--allow-empty", "-m", message, in: clone)
    try await git("push", "--quiet", "-u", "origin", "HEAD", in: clone)
  }

  static let claiming = [
    "claim", "M1", "--what", "it greets", "--how", "check greets", "--expected", "hi", "--where", "hello.txt",
  ]

  func claim(in clone: String, _ variables: [String: String] = [:]) async throws -> Ran {
    try await run(try Self.binary, Self.claiming, in: clone, variables)
  }

  /// The subjects of the remote's coordination branch, newest first.
  func subjects(_ branch: String = "main") async throws -> [String] {
    try await git("log", "--format=%s", branch, in: "team.git").split(separator: "\n").map { String($0) }
  }

  /// Throws unless the audit of a clone is clean.
  func requireCleanAudit(in clone: String) async throws {
    let ran = try await assay("audit", in: clone)
    guard ran.code == 0 else { throw Unexpected("audit: \(ran)") }
  }
}
