import WorkflowModel

/// An in-toto Statement (v1) about a commit, with a test-result predicate (v0.1) and what assay adds to it. This is the
/// form that is stored; its names are kept.
struct Statement: Hashable, Codable {
  static let path = "statement.json"
  static let type = "https://in-toto.io/Statement/v1"
  static let predicateType = "https://in-toto.io/attestation/test-result/v0.1"

  let type: String
  let subject: [ResourceDescriptor]
  let predicateType: String
  let predicate: TestResult

  enum CodingKeys: String, CodingKey {
    case type = "_type"
    case subject, predicateType, predicate
  }

  /// The statement that these details make; there is no other with the same details.
  init(_ details: StatedCollection) {
    type = Self.type
    subject = [ResourceDescriptor(name: "git+commit", digest: ["gitCommit": "\(details.subject)"])]
    predicateType = Self.predicateType
    predicate = TestResult(details)
  }
}

struct ResourceDescriptor: Hashable, Codable {
  let name: String
  let digest: [String: String]
}

struct TestResult: Hashable, Codable {
  enum Result: String, Codable {
    case passed = "PASSED"
    case warned = "WARNED"
    case failed = "FAILED"
  }

  let result: Result
  let configuration: [ResourceDescriptor]
  let passedTests: [String]
  let warnedTests: [String]
  let failedTests: [String]
  let assay: StatedCollection

  init(_ details: StatedCollection) {
    let failed = details.checks.filter { $0.status != .pass }
    // A gate without one passed check has not passed.
    result = failed.isEmpty && !details.checks.isEmpty ? .passed : .failed
    configuration = [ResourceDescriptor(name: "phases/\(details.phase).yml", digest: ["gitBlob": "\(details.plan)"])]
    passedTests = details.checks.filter { $0.status == .pass }.map(\.name)
    // To a reader who knows nothing of assay, anything but a pass is a failure: flaky and error too.
    warnedTests = []
    failedTests = failed.map(\.name)
    assay = details
  }
}

/// All that a collection says, in the words of assay.
struct StatedCollection: Hashable, Codable {
  /// 2 since checks can ask for the network, servers be asked, and places be read.
  static let schema = 2
  static let readable = 1...2

  let schema: Int
  let phase: PhaseID
  let gate: GateID
  let claim: ObjectID
  let subject: ObjectID
  let plan: ObjectID
  let checklist: Digest
  let collector: PrincipalName
  let role: Role
  let nonce: String
  /// `2026-06-11T17:36:05Z`
  let started: String
  let finished: String
  let workspace: WorkspaceTemperature
  let isolation: StatedIsolation
  let toolVersion: String
  let host: StatedHost
  let checks: [StatedCheck]
  let unasked: [UnaskedCheck]
}

/// What the checks were really shut off from.
struct StatedIsolation: Hashable, Codable {
  let cold: Bool
  /// `empty`
  let home: String
  /// `shared` or `none`
  let network: String
  /// `none` or `bubblewrap`
  let sandbox: String
}

struct StatedHost: Hashable, Codable {
  let os: String
  let architecture: String
  let cores: Int
}

struct StatedCheck: Hashable, Codable {
  let id: CheckID
  let title: String
  /// `run`, `junit`, `git`, `file`, `http` or `inspect`
  let kind: String
  /// What was run; one of them, or neither when facts were asked.
  let argv: [String]?
  let shell: String?
  let facts: [String]?
  /// True when it asked for the network, and so had it; nil when it did not.
  let network: Bool?
  /// What was read where; nil for all that a machine has seen.
  let inspected: StatedInspection?
  let instance: [MatrixValue]
  let control: Bool
  let status: CheckStatus
  /// Empty for a pass.
  let reason: String
  let runs: [StatedRun]

  var name: String { checkName(id, instance) }
}

/// A reading, bound to what there was to read.
struct StatedInspection: Hashable, Codable {
  let path: String
  /// The lines, 1-based, inclusive; nil for all of the file.
  let first: Int?
  let last: Int?
  let blob: ObjectID
  /// Of those lines.
  let sha256: Digest
  let question: String
  let sentence: String

  /// `src/a.c lines 10-42 (blob 1a2b3c4d5e6f): it is so`
  var words: String {
    let lines = first.flatMap { first in last.map { " lines \(first)-\($0)" } } ?? ""
    return "\(path)\(lines) (blob \(blob.short)): \(sentence)"
  }
}

struct StatedRun: Hashable, Codable {
  let status: CheckStatus
  let reason: String
  let exit: Int?
  let signal: Int?
  let seconds: Double
  let tests: StatedTests?
  /// Nil when nothing was started.
  let stdout: StatedStream?
  let stderr: StatedStream?
}

struct StatedTests: Hashable, Codable {
  let ran: Int
  let failed: Int
  let skipped: Int
}

/// One output stream: what it was, and what of it is stored (``form(of:)``).
struct StatedStream: Hashable, Codable {
  let sha256: Digest
  let size: Int
  /// Path within the set.
  let stored: String
  let storedSHA256: Digest
}
