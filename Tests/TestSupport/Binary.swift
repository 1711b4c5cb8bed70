import FoundationEssentials

/// The binary that was built with these tests.
package enum Binary {
  package static let directory: String = {
    var place = URL(filePath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
    // On Linux the tests lie beside it, on macOS a few directories deeper.
    for _ in 0..<5 {
      place = place.deletingLastPathComponent()
      if FileManager.default.isExecutableFile(atPath: place.path + "/assay") { return place.path }
    }
    return "/nonexistent"
  }()

  package static var path: String { directory + "/assay" }

  /// The root of the package.
  package static let root: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()
}
