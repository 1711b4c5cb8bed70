import GitObjects
import WorkflowModel

/// Reads the commits of a walk once more, in its order. Those of a short history are still there from the walk; of a long
/// one they are read in pieces again, towards the children.
final class StoredCommits: CommitSource {
  private let repository: Repository
  private var ahead: CommitsAhead
  private(set) var piece: [ObjectID: [UInt8]] = [:]

  init(_ repository: Repository) {
    self.repository = repository
    ahead = CommitsAhead(objects: repository.commonDirectory + "/objects")
  }

  func bytes(of header: CommitHeader) throws(StorageError) -> [UInt8] {
    if let kept = repository.commits.takeBytes(of: header.id) { return kept }
    if let read = piece.removeValue(forKey: header.id) {
      ahead.wasUseful()
      return read
    }
    let bytes = try repository.commitBytes(header.id)
    let beside = ahead.next(after: header, .ofItsChildren)
    if !beside.isEmpty { piece = [:] }
    for read in beside { piece[read.header.id] = read.bytes }
    return bytes
  }
}
