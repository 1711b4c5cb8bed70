import Coordination
import Evidence
import GitObjects
import GitStorage
import HostEffects
import Ledgers
import Replay
import WorkflowModel
import WorkflowRules

/// The coordination branch of a real clone: records as commits, state as their fold, compare-and-swap push through the
/// user's own git. It adapts ``GitStorage`` to what the use cases ask for.
///
/// Nothing derived is trusted: state is folded from the commits, or from one that was kept, keyed by the tip it was
/// computed from and known by a secret of the user.
package final class GitBook: CoordinationBranch {
  let repository: Repository
  let history: History
  let git: GitCommand
  let host: Host
  private var cachedSettings: CloneSettings?
  /// The last answer to a question that `wait` asks again and again.
  var cachedLog: (tip: ObjectID, records: [LoggedRecord])?
  /// By what this user's kept folds are known.
  lazy var foldKey = FoldKey.ofUser(host)
  /// Where the last state came from, and who has its phases that are at rest.
  var lastPoint: FoldPoint?
  /// Where this command found the branch first: what came since is told from there.
  var firstPoint: FoldPoint?
  /// A look at the working tree that has begun.
  var workingTreeLook: Task<[String], any Error>?
  /// The lease that this command has put on the remote.
  var published: Lease?
  /// Workspaces of this command, by their paths.
  var heldWorkspaces: [String: (directory: HeldDirectory, caretaker: Caretaker)] = [:]

  private init(repository: Repository, git: GitCommand, host: Host) {
    self.repository = repository
    history = History(repository)
    self.git = git
    self.host = host
  }

  /// Opens the clone that contains the directory. With a patience, a git that takes longer counts as a remote that does
  /// not answer; without one, whoever waits for it ends it.
  package static func open(
    containing directory: String, host: Host, patience: Duration? = nil
  ) throws -> GitBook {
    let repository: Repository
    do {
      repository = try Repository.open(containing: directory)
    } catch {
      throw CoordinationError.storage(error)
    }
    let place = repository.workDirectory ?? repository.gitDirectory
    return GitBook(
      repository: repository, git: GitCommand(directory: place, environment: host.environment, limit: patience),
      host: host)
  }

  package func settings() throws -> CloneSettings {
    if let cachedSettings { return cachedSettings }
    let values = try repository.localConfiguration(under: "assay.")
    let settings = CloneSettings(
      role: try Self.value(
        "assay.role", in: values, as: { Role(rawValue: $0) }, "builder, adversary, operator, watchdog"),
      principal: try Self.value("assay.principal", in: values, as: { PrincipalName($0) }, "a principal's name"),
      founding: try Self.value("assay.founding", in: values, as: { ObjectID($0) }, "a full object id"),
      remote: values["assay.remote"] ?? "origin", branch: values["assay.branch"] ?? "main", key: values["assay.key"])
    cachedSettings = settings
    return settings
  }

  package func assume(_ settings: CloneSettings) { cachedSettings = settings }

  package func remember(_ settings: CloneSettings) async throws {
    // The role last: a clone that has one has all the rest, wherever a writer was stopped.
    let values = [
      ("assay.remote", settings.remote), ("assay.branch", settings.branch), ("assay.key", settings.key),
      ("assay.founding", settings.founding?.description), ("assay.principal", settings.principal?.text),
      ("assay.role", settings.role?.rawValue),
    ]
    for (key, value) in values {
      if let value { try await asking { try await git.setConfig(key, value) } }
    }
    cachedSettings = settings
  }

  private static func value<Value>(
    _ key: String, in values: [String: String], as read: (String) -> Value?, _ form: String
  ) throws -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = read(text) else {
      throw CoordinationError.damaged(
        "\(key) is '\(InertText.line(text))' and should be \(form)", mend: "git config \(key) VALUE")
    }
    return value
  }

  var seenReference: String {
    get throws {
      let settings = try settings()
      return "refs/assay/seen/\(settings.remote)/\(settings.branch)"
    }
  }

  /// Where this tool keeps what the remote has: apart from the user's own tracking branches and tags, so that a branch
  /// deleted over there, or a tag made over here, is not taken for something the remote holds.
  var ownReferences: String {
    get throws { "refs/assay/remote/\(try settings().remote)" }
  }

  /// Runs a call of the storage; its errors become the use cases'.
  func storing<Value>(_ call: () throws -> Value) throws -> Value {
    do {
      return try call()
    } catch let error as StorageError {
      throw CoordinationError.storage(error)
    }
  }

  /// Runs a call of the user's git; its errors become the use cases'.
  func asking<Value>(_ call: () async throws -> Value) async throws -> Value {
    do {
      return try await call()
    } catch let error as GitError {
      throw try await explained(error)
    }
  }

  /// A remote that cannot be reached, told apart from one that this clone does not have.
  func explained(_ error: GitError) async throws -> CoordinationError {
    let remote = try settings().remote
    if case .remoteUnreachable = error {
      do {
        if try await git.remoteURL(remote) == nil {
          return .damaged("this clone has no remote \(InertText.line(remote))", mend: "git remote add \(remote) URL")
        }
      } catch { return .git(error, remote: remote) }
    }
    return .git(error, remote: remote)
  }
}

extension CoordinationError {
  static func storage(_ error: StorageError) -> CoordinationError {
    switch error {
    case .notFound, .ambiguous, .invalidName:
      .malformed(error.description, mend: "git log --oneline shows what there is; git fetch gets what is missing")
    case .shallow:
      .damaged(error.description, mend: "git fetch --unshallow")
    case .unsupported(_, _, let mend): .damaged(error.description, mend: mend)
    case .missing, .damaged, .wrongKind, .tooLarge:
      .damaged(
        error.description, mend: "git fsck says what is damaged; a fresh clone mends it: assay join ROLE REMOTE DIR")
    case .conflict, .locked, .quarantined, .ownership, .failed:
      .damaged(error.description, mend: "try again; if it stays, git fsck")
    }
  }

  static func git(_ error: GitError, remote: String) -> CoordinationError {
    switch error {
    case .remoteUnreachable(_, let said): .unreachable(remote: remote, said: said)
    case .tool(.tookTooLong(let tool, let limit)):
      .unreachable(remote: remote, said: "\(tool) got no answer within \(limit.shorthand)")
    case .failed("fetch", _, _):
      .damaged(
        error.description,
        mend: "git fsck says what is missing or damaged here; a fresh clone mends it: assay join ROLE REMOTE DIR")
    default: .damaged(error.description, mend: "run the same git command by hand to see more")
    }
  }
}

extension Repository: HistoryReader {}
