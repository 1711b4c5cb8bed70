import Coordination
import FoundationEssentials
import HostEffects
import WorkflowModel

/// Where a new clone is to stand: a directory that does not exist, or one that is empty.
struct ClonePlace {
  static let prefix = ".assay-join-"

  /// Where it stands in the end.
  let path: String
  /// Where it is made: beside its place or, if that exists, inside it.
  let ground: String

  init(for request: JoinRequest) throws {
    let asked = request.directory.hasPrefix("/") ? request.directory : "\(request.startingFrom)/\(request.directory)"
    path = URL(filePath: asked).standardizedFileURL.path
    var isDirectory = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      let isEmpty = try isDirectory && HeldDirectory.entries(of: path, prefix: Self.prefix).isEmpty
      guard isEmpty else {
        throw CoordinationError.malformed(
          "\(InertText.line(request.directory)) is there already and is not an empty directory",
          mend: "assay join \(request.role.rawValue) REMOTE DIR, with another directory")
      }
      ground = path
    } else {
      ground = URL(filePath: path).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: ground, withIntermediateDirectories: true)
    }
  }

  /// Puts the clone where it belongs.
  func take(_ clone: String) throws {
    let files = FileManager.default
    guard ground == path else { return try files.moveItem(atPath: clone, toPath: path) }
    // Whoever stands in the empty directory goes on standing in it.
    for name in try files.contentsOfDirectory(atPath: clone) {
      try files.moveItem(atPath: "\(clone)/\(name)", toPath: "\(path)/\(name)")
    }
    try files.removeItem(atPath: clone)
  }
}
