import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import Replay
import WorkflowModel

/// A bare repository that guards its coordination branch: what its hooks read, and what installs them.
package final class ServerRepository {
  private let repository: Repository

  private init(_ repository: Repository) { self.repository = repository }

  /// The repository that git runs a hook in, with the objects of a push that has not been taken yet.
  package static func fromEnvironment() throws -> ServerRepository {
    do {
      return ServerRepository(try Repository.fromEnvironment())
    } catch {
      throw CoordinationError.storage(error)
    }
  }

  package static func open(_ path: String) throws -> ServerRepository {
    do {
      return ServerRepository(try Repository.open(containing: path))
    } catch {
      throw CoordinationError.storage(error)
    }
  }

  package var objects: any HistoryReader { repository }
  package var references: any ReferenceReader { repository }

  /// The directory that has its references.
  package var directory: String { repository.commonDirectory }

  /// The branch that is guarded.
  package var branch: String {
    get throws { try repository.localConfiguration(under: "assay.")["assay.branch"] ?? "main" }
  }

  /// The kept point of the fold at a tip; nil if another or none is kept.
  package func keptPoint(at tip: ObjectID) throws -> FoldPoint? {
    let point = FoldSnapshot.read(at: try snapshotPath)
    return point?.tip == tip ? point : nil
  }

  /// Folds up to the branch's tip, and keeps that.
  package func remember() throws {
    guard let tip = try repository.reference("refs/heads/\(try branch)") else { return }
    let history = History(repository)
    let path = try snapshotPath
    var fold: Fold?
    if let point = FoldSnapshot.read(at: path) {
      if point.tip == tip { return }
      fold = try history.fold(from: point, to: tip, depth: .messages)
    }
    let whole = try fold ?? history.fold(try repository.walk(from: [tip]), depth: .messages)
    if whole.frozenAt == nil { try FoldSnapshot.write(whole.point(at: tip), at: path) }
  }

  private var snapshotPath: String {
    get throws { "\(directory)/assay/\(FoldSnapshot.fileName(forBranch: try branch))" }
  }

  /// Puts hooks into the repository, and beside them those that stood there before. Returns what it did, a line each.
  /// Run again, it only renews its own.
  package func install(hooks: [(name: String, text: String)], branch: String, host: Host) async throws -> [String] {
    guard repository.isBare else {
      throw CoordinationError.usage(
        "\(InertText.line(repository.gitDirectory)) is not a bare repository",
        mend: "assay guard install REPOSITORY.git")
    }
    let git = GitCommand(directory: repository.gitDirectory, environment: host.environment)
    let configured = try await git.config("core.hooksPath")
    let directory =
      configured.map { $0.hasPrefix("/") ? $0 : "\(repository.gitDirectory)/\($0)" }
      ?? "\(repository.gitDirectory)/hooks"
    let files = FileManager.default
    try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
    var done: [String] = []
    for hook in hooks {
      let path = "\(directory)/\(hook.name)"
      let old = files.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      if let old, !old.contains("# assay guard:") {
        let kept = path + ".before-assay"
        guard !files.fileExists(atPath: kept) else {
          throw CoordinationError.usage(
            "\(InertText.line(kept)) is there already, and \(hook.name) is another hook", mend: "put one of them away")
        }
        try files.moveItem(atPath: path, toPath: kept)
        done.append("kept \(hook.name) as \(hook.name).before-assay")
      }
      if old == hook.text { continue }
      try Data(hook.text.utf8).write(to: URL(filePath: path), options: .atomic)
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      done.append("wrote \(hook.name)")
    }
    // What git itself can refuse, it refuses first: malformed objects, and histories that were cut.
    try await git.setConfig("receive.fsckObjects", "true")
    try await git.setConfig("receive.shallowUpdate", "false")
    try await git.setConfig("assay.branch", branch)
    return done
  }
}

extension Repository: ReferenceReader {
  package func target(of name: String) throws -> ObjectID? { try reference(name) }
  package func allReferences() throws -> [(name: String, id: ObjectID)] { try references(under: "refs/") }
  package func commit(behind id: ObjectID) throws -> ObjectID? { try peeled(id) }
}
