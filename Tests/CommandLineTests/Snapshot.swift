import FoundationEssentials
import TestSupport
import Testing

/// Compares a whole text with `Snapshots/<name>`. `ASSAY_RECORD_SNAPSHOTS=1` writes the file anew and fails, so that a
/// recording never passes for a test.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let path = "\(Binary.root)/Tests/CommandLineTests/Snapshots/\(name)"
  if ProcessInfo.processInfo.environment["ASSAY_RECORD_SNAPSHOTS"] == "1" {
    try Data(text.utf8).write(to: URL(filePath: path))
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let expected = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  guard text != expected else { return }
  let (new, old) = (
    text.split(separator: "\n", omittingEmptySubsequences: false),
    expected.split(separator: "\n", omittingEmptySubsequences: false)
  )
  let line = zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
  Issue.record(
    """
    \(name) differs from line \(line + 1) on
    expected: \(line < old.count ? old[line] : "the end")
    found:    \(line < new.count ? new[line] : "the end")
    """, sourceLocation: sourceLocation)
}
