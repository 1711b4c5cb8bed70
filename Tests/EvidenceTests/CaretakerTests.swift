import FoundationEssentials
import Glibc
import HostEffects
import Testing

/// The shell that looks after a directory for a process that may be killed.
struct CaretakerTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  @Test func `one that is dismissed leaves everything as it is`() throws {
    let place = bench.top + "/kept"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    let caretaker = try Caretaker(of: place)
    caretaker.dismiss()
    caretaker.dismiss()
    #expect(FileManager.default.fileExists(atPath: place))
  }
}
