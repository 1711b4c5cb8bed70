import FoundationEssentials
import TestSupport

/// Every file of the remote, of the clones with their work trees, indexes, refs and settings, and of the places for
/// temporary files and homes. A refused command leaves all of it as it was. Not looked at: what a reader may learn on
/// its way, that is fetched objects, remote-tracking refs, the seen tip, kept folds, and the secret by which
/// they are known.
struct Footprint: Equatable {
  private var files: [String: Data] = [:]

  init(of world: World) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: world.scratch.path) where !Self.isLearnt(path) {
      // A directory has no contents, and is a trace all the same.
      files[path] = FileManager.default.contents(atPath: world.scratch.path(path)) ?? Data()
    }
  }

  /// The paths that differ.
  func changes(since before: Footprint) -> [String] {
    Set(files.keys).union(before.files.keys).filter { files[$0] != before.files[$0] }.sorted()
  }

  private static let learnt = ["/objects", "/refs/remotes", "/refs/assay", "/logs", "/assay", "/FETCH_HEAD"]

  private static func isLearnt(_ path: String) -> Bool {
    // Where settings lie by convention, whoever made it; what is in it counts.
    if path == "home/.config" { return true }
    // The secret by which kept folds are known, and the directories that it lies in.
    if path == "home/.local" || path.hasPrefix("home/.local/") { return true }
    let parts = path.split(separator: "/")
    guard let git = parts.firstIndex(where: { $0.hasSuffix(".git") }) else { return false }
    let inside = "/" + parts[(git + 1)...].joined(separator: "/")
    return learnt.contains { inside == $0 || inside.hasPrefix($0 + "/") }
  }
}
