import FoundationEssentials
import Glibc
import HostEffects
import WorkflowModel

/// The hold on one app's domain: at most one run has it, for as long as its process lives.
///
/// The lock is the file `<domain>.lock` in the state directory, held by the kernel and checked by inode: a file that was
/// removed and made again meanwhile is another lock. The file names what its holder may leave behind in the engine, and
/// outlives a reboot, so that the ``Janitor`` needs no guess and no age.
package final class AppLock {
  package let domain: String
  private let path: String
  private var hold: FileHold?

  private init(domain: String, path: String, hold: FileHold) {
    self.domain = domain
    self.path = path
    self.hold = hold
  }

  /// What a run may leave behind, and where.
  package struct Traces: Codable, Hashable, Sendable {
    package let domain: String
    package let stack: String
    package let process: Int32
    /// The engine's own id, so that nobody clears another engine.
    package let engine: String

    package init(domain: String, stack: String, process: Int32, engine: String) {
      self.domain = domain
      self.stack = stack
      self.process = process
      self.engine = engine
    }
  }

  /// Takes the lock, waiting for its holder; nil with no patience when there is one. Never steals.
  package static func take(
    _ traces: Traces, in directory: String, _ patience: FileHold.Patience
  ) throws(HarnessError) -> AppLock? {
    let path = "\(directory)/\(traces.domain).lock"
    while true {
      guard touch(path) else { throw .state("\(path) cannot be made: \(String(cString: strerror(errno)))") }
      guard let hold = FileHold.take(path, patience) else {
        if patience == .none { return nil }
        throw .state("\(path) cannot be held")
      }
      guard hold.isStill(path) else { continue }
      let lock = AppLock(domain: traces.domain, path: path, hold: hold)
      try lock.write(traces)
      return lock
    }
  }

  /// Takes a lock that was left behind, with what its holder wrote; nil when somebody holds it, or it is gone.
  static func takeLeftBehind(_ name: String, in directory: String) -> (lock: AppLock, traces: Traces?)? {
    let path = "\(directory)/\(name)"
    guard let hold = FileHold.take(path, .none), hold.isStill(path) else { return nil }
    let lock = AppLock(domain: String(name.dropLast(".lock".count)), path: path, hold: hold)
    return (lock, lock.read())
  }

  /// Removes the file while it is held, then lets go.
  package func release() {
    unlink(path)
    hold = nil
  }

  private func write(_ traces: Traces) throws(HarnessError) {
    guard let bytes = Self.encoded(traces) else { throw .state("\(path) cannot be put into words") }
    // In place: the inode is the lock.
    let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .state("\(path) cannot be written") }
    defer { close(descriptor) }
    let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count else { throw .state("\(path) cannot be written") }
  }

  private static func encoded(_ traces: Traces) -> [UInt8]? {
    do { return Array(try JSONEncoder().encode(traces)) } catch { return nil }
  }

  /// Nil where the holder was killed before it had written, and so before it had deployed anything.
  private func read() -> Traces? {
    guard let bytes = FileManager.default.contents(atPath: path), bytes.count < 1 << 16 else { return nil }
    do { return try JSONDecoder().decode(Traces.self, from: bytes) } catch { return nil }
  }

  private static func touch(_ path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    close(descriptor)
    return true
  }
}
