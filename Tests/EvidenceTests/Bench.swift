import FoundationEssentials
import Glibc
import HostEffects
import Testing
import WorkflowModel

@testable import Evidence

/// A workspace in a directory of its own, and requests to run in it.
final class Bench: Sendable {
  let top: String
  let workspace: Workspace
  static let subject = text(ObjectID("7ae7000000000000000000000000000000000001"))

  init() throws {
    top = temporaryDirectory() + "assay-evidence-" + UUID().uuidString
    workspace = Workspace(root: top + "/root", home: top + "/home", temporary: top + "/tmp", temperature: .cold)
    for directory in [workspace.root, workspace.home, workspace.temporary] {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: top) } catch { Issue.record(error) }
  }

  var host: Host {
    Host(
      now: { Timestamp(seconds: 1_780_000_000) }, environment: ["PATH": "/usr/bin:/bin", "LEAK": "from outside"],
      randomBytes: { Array(repeating: 7, count: $0) })
  }

  func write(_ path: String, _ content: String) throws {
    let whole = workspace.root + "/" + path
    let directory = whole.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: "/" + directory, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: whole, contents: Data(content.utf8)) else {
      throw BenchError.cannot("write \(whole)")
    }
  }

  func request(
    _ checks: [Check], secrets: [String: String] = [:], subject: ObjectID = Bench.subject,
    approvals: [ProgramApproval] = []
  ) throws -> CollectionRequest {
    CollectionRequest(
      phase: try #require(PhaseID("dstamp")), gate: try gate(checks),
      claim: try #require(ObjectID("3f2a000000000000000000000000000000000002")), subject: subject,
      plan: try #require(ObjectID("1111000000000000000000000000000000000003")),
      collector: try #require(PrincipalName("adversary-1")), role: .adversary, nonce: "n0nce", secrets: secrets,
      approvals: approvals, toolVersion: "1.0.0")
  }

  func gate(_ checks: [Check]) throws -> Gate {
    Gate(
      id: try #require(GateID("M1")), title: "gate", covers: [], checks: checks,
      checklist: try #require(Digest(String(repeating: "ab", count: 32))))
  }

  func collect(_ checks: [Check], secrets: [String: String] = [:], sandbox: SandboxChoice = .none) async throws
    -> CollectedSet
  {
    try await Evidence.collect(request(checks, secrets: secrets), in: workspace, host: host, sandbox: sandbox)
  }

  /// The outcome of one check.
  func outcome(_ check: Check, secrets: [String: String] = [:], sandbox: SandboxChoice = .none) async throws
    -> CheckOutcome
  {
    try #require(await collect([check], secrets: secrets, sandbox: sandbox).set.outcomes.first)
  }
}

enum BenchError: Error { case cannot(String) }

func temporaryDirectory() -> String {
  let directory = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
  return directory.hasSuffix("/") ? directory : directory + "/"
}

func text<Value>(_ value: Value?) -> Value {
  guard let value else { preconditionFailure("a test's own constant is malformed") }
  return value
}

func check(
  _ id: String = "c", _ asks: CheckKind, _ expects: WorkflowModel.Expectation = .success(Conditions(exit: 0)),
  repeats: Int = 1,
  matrix: [MatrixAxis] = [], timeout: Duration = .seconds(60), environment: [String: String] = [:],
  needs: [String] = []
) -> Check {
  Check(
    id: text(CheckID(id)), title: "title of \(id)", asks: asks, expects: expects, repeats: repeats, matrix: matrix,
    timeout: timeout, environment: environment, needs: needs.map { text(CheckID($0)) })
}

func shell(_ source: String) -> CheckKind { .run(.shell(source)) }

extension CollectedSet {
  func text(_ path: String) -> String? {
    files.first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  var pairs: [(path: String, bytes: [UInt8])] { files.map { ($0.path, $0.bytes) } }
}

/// Waits until the process is no more (a zombie is no more), within bounds.
func isGone(_ process: pid_t, within limit: Duration = .seconds(10)) async throws -> Bool {
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if kill(process, 0) != 0 { return true }
    if let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
      String(decoding: stat, as: UTF8.self).contains(") Z ")
    {
      return true
    }
    try await Task.sleep(for: .milliseconds(5))
  }
  return false
}

/// Waits until the file holds a number and a line end.
func number(in path: String, within limit: Duration = .seconds(120)) async throws -> pid_t {
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if let data = FileManager.default.contents(atPath: path), data.last == 0x0A,
      let number = pid_t(String(decoding: data.dropLast(), as: UTF8.self))
    {
      return number
    }
    try await Task.sleep(for: .milliseconds(5))
  }
  throw BenchError.cannot("read a number from \(path)")
}
