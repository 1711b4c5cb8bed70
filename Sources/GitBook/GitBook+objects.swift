import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import Replay
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func keep(_ text: String, named name: String) throws -> String {
    let path = "\(try ownDirectory())/\(name)"
    try ReplacedFile.write(Array(text.utf8), to: path)
    return path
  }

  /// Where the clone keeps what is this tool's alone.
  func ownDirectory() throws -> String {
    let directory = "\(repository.commonDirectory)/assay"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    return directory
  }

  package func resolve(_ revision: String) throws -> ObjectID {
    try storing { try repository.resolve(revision: revision) }
  }

  package func store(_ bytes: [UInt8]) throws -> ObjectID {
    try storing { try repository.writeBlob(bytes) }
  }

  package func contents(of blob: ObjectID) throws -> [UInt8] {
    try storing { try repository.blob(blob) }
  }

  package func file(at path: String, of tip: ObjectID) throws -> [UInt8]? {
    try entry(at: path, of: tip).map { try contents(of: $0.id) }
  }

  package func object(at path: String, of commit: ObjectID) throws -> ObjectID? {
    try storing { try repository.kind(of: commit) == .commit ? try history.entry(at: path, of: commit)?.id : nil }
  }

  package func isMaterialised(_ path: String) throws -> Bool {
    guard let root = repository.workDirectory else { return false }
    return FileManager.default.fileExists(atPath: "\(root)/\(path)")
  }

  package func changedPaths(from: ObjectID, to: ObjectID) throws -> [String] {
    try storing {
      let before = try repository.commitHeader(from).tree
      let after = try repository.commitHeader(to).tree
      return try repository.changes(fromTree: before, toTree: after).map(\.path)
    }
  }

  func entry(at path: String, of commit: ObjectID) throws -> TreeEntry? {
    try storing { try history.entry(at: path, of: commit) }
  }
}
