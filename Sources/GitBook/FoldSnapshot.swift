import FoundationEssentials
import GitStorage
import HostEffects
import Replay
import WorkflowModel
import WorkflowRules

/// A point of the fold kept on disk to go faster: keyed by the tip it was computed from, recognised by its digest. One
/// that is damaged, of another version or of another tip is passed over; the fold then begins at the beginning.
struct FoldSnapshot: Codable {
  static func fileName(forBranch branch: String) -> String {
    let name = branch.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
    return "state-\(String(name)).json"
  }

  let point: FoldPoint

  static func read(at path: String) -> FoldPoint? { KeptFile.read(FoldSnapshot.self, at: path)?.point }

  static func write(_ point: FoldPoint, at path: String) throws {
    try KeptFile.write(FoldSnapshot(point: point), at: path)
  }
}

/// The last audit that looked at everything up to a tip: from there the next one goes on. `assay audit --full` does not
/// read it, and writes it anew.
struct AuditSnapshot: Codable {
  let point: FoldPoint
  let commits: Int
  /// Violations of commits that are no records.
  let plainDisputes: [Dispute]

  static func fileName(forBranch branch: String) -> String { "audit-" + FoldSnapshot.fileName(forBranch: branch) }
}

/// A value kept in a file to go faster. A file that is damaged or of another version is passed over.
private enum KeptFile {
  /// Raised whenever the state or the rules change their form or meaning.
  static let currentFormat = 12

  struct Envelope<Value: Codable>: Codable {
    let format: Int
    let value: Value
  }

  /// Reads the file; nil when there is none or it is not what was written.
  static func read<Value: Codable>(_ type: Value.Type, at path: String) -> Value? {
    guard let bytes = FileManager.default.contents(atPath: path), let newline = bytes.firstIndex(of: 0x0A) else {
      return nil
    }
    let body = bytes[bytes.index(after: newline)...]
    do {
      let digest = try Repository.blobID(of: Array(body))
      guard digest.description == String(decoding: bytes[..<newline], as: UTF8.self) else { return nil }
      let envelope = try JSONDecoder().decode(Envelope<Value>.self, from: Data(body))
      return envelope.format == currentFormat ? envelope.value : nil
    } catch {
      // A cache that cannot be read is no cache; the answer comes from history either way.
      return nil
    }
  }

  /// Writes the file whole or not at all.
  static func write<Value: Codable>(_ value: Value, at path: String) throws {
    let body = try JSONEncoder().encode(Envelope(format: currentFormat, value: value))
    let digest = try Repository.blobID(of: Array(body))
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: "/" + directory, withIntermediateDirectories: true)
    try ReplacedFile.write(Array("\(digest)\n".utf8) + body, to: path)
  }
}

extension AuditSnapshot {
  static func read(at path: String) -> AuditSnapshot? { KeptFile.read(AuditSnapshot.self, at: path) }
  func write(at path: String) throws { try KeptFile.write(self, at: path) }
}
