import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import Replay
import WorkflowModel

/// A bare repository that guards its coordination branch: what its hooks read, and what installs them.
package final class ServerRepository {
  let repository: Repository
  private let host: Host

  private init(_ repository: Repository, _ host: Host) {
    self.repository = repository
    self.host = host
  }

  /// The repository that git runs a hook in, with the objects of a push that has not been taken yet.
  package static func fromEnvironment(_ host: Host) throws -> ServerRepository {
    do {
      return ServerRepository(try Repository.fromEnvironment(), host)
    } catch {
      throw CoordinationError.storage(error)
    }
  }

  package static func open(_ path: String, _ host: Host) throws -> ServerRepository {
    do {
      return ServerRepository(try Repository.open(containing: path), host)
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

  /// The point of the fold that was kept last; nil if none is.
  package var keptPoint: FoldPoint? {
    get throws { try shelf?.point }
  }

  /// Whether the state at a tip protects paths, if that is kept.
  package func protectsPaths(at tip: ObjectID) throws -> Bool? { try shelf?.protectsPaths(at: tip) }

  /// Sets aside what judging a push has come to: once it is taken, it need not be worked out again. Whatever keeps the file
  /// from being written is found and told by ``remember()``, which has to write one too.
  package func setAside(_ point: FoldPoint) {
    do {
      try shelf?.setAside(point)
    } catch {
      return
    }
  }

  /// Keeps the fold up to the branch's tip: the one that was set aside when the push was judged, or one made now.
  package func remember() throws {
    guard let tip = try repository.reference("refs/heads/\(try branch)") else { return }
    let history = History(repository)
    let shelf = try shelf
    if try shelf?.keepAside(of: tip) == true { return }
    var fold: Fold?
    if let point = shelf?.point {
      if point.tip == tip { return }
      fold = try history.fold(from: point, to: tip, depth: .messages)
    }
    let whole =
      try fold
      ?? history.fold(try repository.walk(from: [tip]), depth: .messages, leaving: WorkspaceStatus.doneShown)
    if whole.frozenAt == nil { try shelf?.write(whole.point(at: tip)) }
  }

  private var shelf: FoldShelf? {
    get throws {
      FoldShelf("\(directory)/assay", "fold", branch: try branch, key: FoldKey.ofServer(directory, host))
    }
  }
}

extension Repository: ReferenceReader {
  package func target(of name: String) throws -> ObjectID? { try reference(name) }
  package func name(behind name: String) throws -> String { try movedReference(name) }
  package func allReferences() throws -> [(name: String, id: ObjectID)] { try references(under: "refs/") }
  package func commit(behind id: ObjectID) throws -> ObjectID? { try peeled(id) }
}
