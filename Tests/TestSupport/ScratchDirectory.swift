import FoundationEssentials

/// A new directory of a test's own, removed with everything in it when the last use of it ends.
package final class ScratchDirectory: Sendable {
  /// Absolute, with links resolved, without a slash at the end.
  package let path: String

  package init() throws {
    let name = "assay-\(UInt64.random(in: 1 ... .max))"
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = (base.hasSuffix("/") ? base : base + "/") + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    // A leftover is no failure of the test that made it.
    do { try FileManager.default.removeItem(atPath: path) } catch {}
  }

  /// The path of something in it, whether it exists or not.
  package func path(_ relative: String) -> String { path + "/" + relative }

  /// Makes a directory with all that leads to it, and returns its path.
  @discardableResult
  package func directory(_ relative: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path(relative), withIntermediateDirectories: true)
    return path(relative)
  }

  /// Writes a file with all that leads to it, and returns its path.
  @discardableResult
  package func write(_ text: String, to relative: String, executable: Bool = false) throws -> String {
    let place = path(relative)
    if let slash = place.lastIndex(of: "/") {
      try FileManager.default.createDirectory(atPath: String(place[..<slash]), withIntermediateDirectories: true)
    }
    try Data(text.utf8).write(to: URL(filePath: place))
    if executable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place) }
    return place
  }

  /// The text of a file; nil if there is none.
  package func text(of relative: String) -> String? {
    FileManager.default.contents(atPath: path(relative)).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Lends a new directory, removed afterwards.
package func withScratchDirectory<Value>(_ body: (ScratchDirectory) async throws -> Value) async throws -> Value {
  let directory = try ScratchDirectory()
  return try await body(directory)
}
