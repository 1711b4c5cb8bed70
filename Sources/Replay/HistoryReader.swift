import GitObjects
import WorkflowModel

/// What replaying history needs of git: objects by their ids, and nothing that could write one, move a reference or
/// start a process. A hook that is handed one of these can only read.
package protocol HistoryReader: AnyObject {
  func commit(_ id: ObjectID) throws(StorageError) -> CommitValue
  /// A commit as it is stored.
  func commitBytes(_ id: ObjectID) throws(StorageError) -> [UInt8]
  /// What gives the commits of a walk as they are stored, to whoever reads them elsewhere: on another core, say.
  func storedCommits() -> any CommitSource
  func commitHeader(_ id: ObjectID) throws(StorageError) -> CommitHeader
  /// The signature of a commit and the bytes it was made over; nil if it has none.
  func signature(of id: ObjectID) throws(StorageError) -> CommitSignature?
  /// All commits that can be reached from some and not from others, parents before children.
  func walk(from tips: [ObjectID], hiding hidden: [ObjectID]) throws(StorageError) -> CommitWalk
  /// The commits from one down to another, if they are a line without merges; nil otherwise.
  func line(from tip: ObjectID, downTo base: ObjectID) throws(StorageError) -> CommitWalk?
  func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws(StorageError) -> Bool
  func exists(_ id: ObjectID) throws(StorageError) -> Bool
  func kind(of id: ObjectID) throws(StorageError) -> ObjectKind?
  func tree(_ id: ObjectID) throws(StorageError) -> [TreeEntry]
  func entry(at path: String, inTree root: ObjectID) throws(StorageError) -> TreeEntry?
  func blob(_ id: ObjectID) throws(StorageError) -> [UInt8]
  func blobSize(_ id: ObjectID) throws(StorageError) -> Int
  /// Every path at which two trees differ, at or below some paths if any are named.
  func changes(
    fromTree before: ObjectID?, toTree after: ObjectID?, under: [String], limit: Int
  ) throws(StorageError) -> [PathChange]
}

/// How much two trees may differ before the comparison is refused.
let comparisonLimit = 2_000_000
