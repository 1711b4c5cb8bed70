import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import Replay
import WorkflowModel

/// A bare repository that guards its coordination branch: what its hooks read, and what installs them.
package final class ServerRepository {
  let repository: Repository

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
}

extension Repository: ReferenceReader {
  package func target(of name: String) throws -> ObjectID? { try reference(name) }
  package func allReferences() throws -> [(name: String, id: ObjectID)] { try references(under: "refs/") }
  package func commit(behind id: ObjectID) throws -> ObjectID? { try peeled(id) }
}
