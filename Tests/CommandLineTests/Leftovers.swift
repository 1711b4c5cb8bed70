import FoundationEssentials
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Directories that live as long as the test run, and no longer: nobody deinitialises what a global holds.
enum Leftovers {
  private static let paths = Mutex<[String]>([])
  private static let registered: Void = {
    atexit { Leftovers.removeAll() }
  }()

  static func remove(atExit path: String) {
    registered
    paths.withLock { $0.append(path) }
  }

  private static func removeAll() {
    for path in paths.withLock({ $0 }) {
      // A leftover is no failure of the tests.
      do { try FileManager.default.removeItem(atPath: path) } catch {}
    }
  }
}
