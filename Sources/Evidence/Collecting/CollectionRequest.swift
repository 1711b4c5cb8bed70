import WorkflowModel

/// What is to be collected, for whom, and about what.
package struct CollectionRequest: Sendable {
  package let phase: PhaseID
  package let gate: Gate
  package let claim: ObjectID
  package let subject: ObjectID
  /// The phase file's object id.
  package let plan: ObjectID
  package let collector: PrincipalName
  package let role: Role
  /// Goes to every check as `ASSAY_NONCE` and into the statement.
  package let nonce: String
  /// Values by name that may not stand in anything that is stored. They are not given to the checks.
  package let secrets: [String: String]
  /// What those who collect say they have read, for checks that ask for it.
  package let readings: [CheckID: GivenReading]
  /// Which programs a harness may run outside the sandbox: what the policy in force says, never what the subject says.
  package let approvals: [ProgramApproval]
  package let toolVersion: String

  package init(
    phase: PhaseID, gate: Gate, claim: ObjectID, subject: ObjectID, plan: ObjectID, collector: PrincipalName,
    role: Role, nonce: String, secrets: [String: String] = [:],
    readings: [CheckID: GivenReading] = [:], approvals: [ProgramApproval] = [], toolVersion: String
  ) {
    self.readings = readings
    self.approvals = approvals
    self.phase = phase
    self.gate = gate
    self.claim = claim
    self.subject = subject
    self.plan = plan
    self.collector = collector
    self.role = role
    self.nonce = nonce
    self.secrets = secrets
    self.toolVersion = toolVersion
  }
}

/// Where the checks run. All three are absolute paths of directories that stand; who made them removes them.
package struct Workspace: Hashable, Sendable {
  /// A checkout of the subject.
  package let root: String
  /// An empty directory that serves as `HOME`.
  package let home: String
  /// A directory that serves as `TMPDIR`.
  package let temporary: String
  package let temperature: WorkspaceTemperature

  package init(root: String, home: String, temporary: String, temperature: WorkspaceTemperature) {
    self.root = root
    self.home = home
    self.temporary = temporary
    self.temperature = temperature
  }
}

/// How far a collection has come.
package enum CollectionProgress: Sendable {
  /// A check instance begins; `number` counts instances from 1.
  case began(CheckID, [MatrixValue], number: Int, of: Int)
  /// One of its runs is over; `run` counts from 1.
  case ran(CheckID, run: Int, of: Int, CheckStatus, Duration)
  /// The instance is over, after that long.
  case finished(CheckID, [MatrixValue], CheckStatus, reason: String, Duration)
  /// Told every second: what runs, and how many instances have not begun.
  case running([RunningCheck], left: Int)
}

/// A check instance that has not come to an end, and how long it has been running.
package struct RunningCheck: Sendable {
  package let name: String
  package let since: Duration
}

/// A file of an evidence set, its path relative to the set's directory.
package struct EvidenceFile: Hashable, Sendable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A finished collection: what the rules see, and the files that say so.
package struct CollectedSet: Sendable {
  package let set: EvidenceSet
  /// `statement.json`, the logs, and `envelope.json` once it is signed.
  package let files: [EvidenceFile]
}

/// Why a collection gave nothing.
package enum CollectionError: Error, Hashable, CustomStringConvertible {
  case noDirectory(String)
  case noNonce
  case secretLeft(check: String, file: String)
  case tooLarge(bytes: Int, files: Int)

  package var description: String {
    switch self {
    case .noDirectory(let path): "the workspace's directory '\(path)' is not there; make the workspace again"
    case .noNonce: "the request has no nonce; ask with a fresh one"
    case .secretLeft(let check, let file):
      "check '\(check)' left the value of a secret in '\(file)' after masking; nothing was kept. "
        + "Change the check so that it does not print it, and replace the secret"
    case .tooLarge(let bytes, let files):
      "the evidence set has \(bytes) bytes in \(files) files, more than the \(EvidenceLimits.setBytes) bytes in "
        + "\(EvidenceLimits.setFiles) files that are allowed; split the gate"
    }
  }
}

/// Bounds that writer and reader share.
package enum EvidenceLimits {
  /// A log up to this size is stored whole.
  package static let wholeLog = 64 << 10
  /// What is kept of either end of a longer one.
  package static let logEnd = 32 << 10
  /// Up to here an output is judged; beyond it the check is an error.
  package static let judged = 16 << 20
  package static let setBytes = 32 << 20
  package static let setFiles = 4_000
  package static let statementBytes = 8 << 20
  /// Characters of a reason.
  package static let reason = 400

  static func check(_ files: [EvidenceFile]) throws(CollectionError) {
    let size = files.reduce(0) { $0 + $1.bytes.count }
    let statement = files.first { $0.path == Statement.path }?.bytes.count ?? 0
    guard size <= setBytes, statement <= statementBytes, files.count <= setFiles else {
      throw .tooLarge(bytes: size, files: files.count)
    }
  }
}
