import FoundationEssentials
import GitStorage
import HostEffects
import Replay
import WorkflowModel

/// A point of the fold kept on disk to go faster: keyed by the tip it was computed from, recognised by its digest. One
/// that is damaged, of another version or of another tip is passed over; the fold then begins at the beginning.
struct FoldSnapshot: Codable {
  /// Raised whenever the state or the rules change their form or meaning.
  static let currentFormat = 4

  static func fileName(forBranch branch: String) -> String {
    let name = branch.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
    return "state-\(String(name)).json"
  }

  let format: Int
  let point: FoldPoint

  /// Reads the file; nil when there is none or it is not what was written.
  static func read(at path: String) -> FoldPoint? {
    guard let bytes = FileManager.default.contents(atPath: path), let newline = bytes.firstIndex(of: 0x0A) else {
      return nil
    }
    let body = bytes[bytes.index(after: newline)...]
    do {
      let digest = try Repository.blobID(of: Array(body))
      guard digest.description == String(decoding: bytes[..<newline], as: UTF8.self) else { return nil }
      let snapshot = try JSONDecoder().decode(FoldSnapshot.self, from: Data(body))
      return snapshot.format == currentFormat ? snapshot.point : nil
    } catch {
      // A cache that cannot be read is no cache; the answer comes from history either way.
      return nil
    }
  }

  /// Writes the file whole or not at all.
  static func write(_ point: FoldPoint, at path: String) throws {
    let body = try JSONEncoder().encode(FoldSnapshot(format: currentFormat, point: point))
    let digest = try Repository.blobID(of: Array(body))
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: "/" + directory, withIntermediateDirectories: true)
    try ReplacedFile.write(Array("\(digest)\n".utf8) + body, to: path)
  }
}
