import GitObjects
import PhaseFiles
import WorkflowModel
import WorkflowRules

/// The history of a workspace, as facts for the rules. What a command asks before it writes, the guard before it
/// accepts and the audit afterwards is found here, in one way, so that all three come to the same answer.
///
/// - Throws: ``StorageError`` from every method, for objects that are missing, damaged or too large.
package struct History {
  package let objects: any HistoryReader
  /// What the remote's references say, to whoever holds them; history alone cannot tell.
  let remote: RemoteView?

  package init(_ objects: any HistoryReader, remote: RemoteView? = nil) {
    self.objects = objects
    self.remote = remote
  }

  package func entry(at path: String, of commit: ObjectID) throws -> TreeEntry? {
    try objects.entry(at: path, inTree: try objects.commitHeader(commit).tree)
  }

  /// A policy or phase file that a record says it brings. With the commit that carries the record, the file has to
  /// stand in its tree at the path: an object that lies about in one clone is nothing.
  func reading<Value: Sendable>(
    _ id: ObjectID, at path: String, in carrier: ObjectID?, _ read: ([UInt8]) throws(PhaseFileError) -> Value
  ) throws -> Reading<Value> {
    if let carrier, try entry(at: path, of: carrier)?.id != id {
      return .unreadable("the record's commit does not hold it as \(path)")
    }
    guard let kind = try objects.kind(of: id) else { return .unreadable("object \(id.short) is missing") }
    guard kind == .blob else { return .unreadable("object \(id.short) is a \(kind.rawValue), not a file") }
    do {
      return .read(try read(try objects.blob(id)))
    } catch let error as PhaseFileError {
      return .unreadable(error.description)
    }
  }
}

/// Answers of the remote's own references.
package struct RemoteView {
  /// Whether a branch or tag of the remote holds the commit.
  package let holds: (ObjectID) throws -> Bool
  /// The head of a branch.
  package let head: (String) throws -> ObjectID?
  /// How far a record's time may be from this one.
  package let now: Timestamp

  package init(holds: @escaping (ObjectID) throws -> Bool, head: @escaping (String) throws -> ObjectID?, now: Timestamp)
  {
    self.holds = holds
    self.head = head
    self.now = now
  }
}
