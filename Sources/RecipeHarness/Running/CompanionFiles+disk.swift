import FoundationEssentials
import Glibc
import HostEffects
import Recipes
import WorkflowModel

extension CompanionFiles {
  private static let mostFiles = 4096
  private static let mostBytes = 64 << 20

  /// Reads what the metadata's programs consist of, once: what is digested is what will run, whatever becomes of the
  /// directory. A link counts as what it leads to, and one that leads out of the directory as nothing.
  package static func read(
    _ metadata: RecipeMetadata, bytes: [UInt8], name: String, beside directory: String
  ) throws(HarnessError) -> CompanionFiles {
    guard metadata.namesPrograms else { return CompanionFiles(name: name, metadata: bytes, files: []) }
    guard let root = WorkspaceFiles(root: directory) else { throw .state("\(directory) cannot be read") }
    var paths = metadata.programPaths
    if !metadata.companions.isEmpty {
      guard let all = root.paths() else { throw tooMany(name) }
      let patterns = metadata.companions.map { PathPattern($0) }
      paths.formUnion(all.filter { path in patterns.contains { $0.matches(path) } })
    }
    var files: [File] = []
    var size = 0
    for path in paths.sorted() where isInert(path) {
      guard case .file(let resolved) = root.look(path) else { continue }
      guard let bytes = root.bytes(resolved: resolved, limit: mostBytes - size), files.count < mostFiles else {
        throw tooMany(name)
      }
      size += bytes.count
      files.append(File(path: path, bytes: bytes, isExecutable: access(resolved, X_OK) == 0))
    }
    return CompanionFiles(name: name, metadata: bytes, files: files)
  }

  private static func tooMany(_ name: String) -> HarnessError {
    .request(
      "the programs of \(InertText.line(name)) cannot be read, or are more than \(mostFiles) files or \(mostBytes) bytes",
      mend: "name under companions what they need, and no more")
  }

  /// Words of commands are no paths in most cases; one that could be two in a list is none either.
  private static func isInert(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && InertText.line(path) == path
  }

  /// Puts the files below a directory of the run's own. Nothing else is there.
  func write(below directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for file in files {
      let path = "\(directory)/\(file.path)"
      let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? directory
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try ReplacedFile.write(file.bytes, to: path)
      try FileManager.default.setAttributes(
        [.posixPermissions: file.isExecutable ? 0o755 : 0o644], ofItemAtPath: path)
    }
  }
}
