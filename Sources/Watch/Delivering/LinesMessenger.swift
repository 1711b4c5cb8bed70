import Dispatch
import Glibc

/// Appends the event as a line of JSON to a file. That the line is on disk is the acknowledgement.
///
/// A line that a kill or a full disk cut off is ended before the next one begins, so that readers lose no whole line to
/// it.
struct LinesMessenger: Messenger {
  let path: String

  func deliver(_ delivery: Delivery) async throws(DeliveryFailure) {
    let line = delivery.json + [newline]
    // Disks can be slow, and a hold can be somebody else's: not a matter for threads that everybody uses.
    let outcome = await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
      DispatchQueue(label: "lines").async {
        do throws(DeliveryFailure) {
          try append(line)
          continuation.resume(returning: .success(true))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    _ = try outcome.get()
  }

  private typealias Outcome = Result<Bool, DeliveryFailure>

  private func append(_ line: [UInt8]) throws(DeliveryFailure) {
    // Without waiting: a pipe that nobody reads would keep us.
    let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o666)
    guard file >= 0 else { throw cannotOpen() }
    defer { close(file) }
    try hold(file)
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("cannot be examined") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw notAFile() }
    let bytes = try isTorn(file, size: status.st_size) ? [newline] + line : line
    // In one write, so that a line is whole or the last one.
    let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard count == bytes.count else {
      throw count < 0
        ? failure("cannot be written") : DeliveryFailure("'\(path)' took only a part of a line: disk full?")
    }
    guard fsync(file) == 0 else { throw failure("cannot be put on disk") }
    if status.st_size == 0 { try keepName() }
  }

  /// For as long as the file is open: who appends as well waits, and does not see our line half written.
  private func hold(_ file: Int32) throws(DeliveryFailure) {
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("cannot be held") }
    }
  }

  private func isTorn(_ file: Int32, size: off_t) throws(DeliveryFailure) -> Bool {
    guard size > 0 else { return false }
    var last: UInt8 = 0
    guard pread(file, &last, 1, size - 1) == 1 else { throw failure("cannot be read") }
    return last != newline
  }

  /// A new file's name is on disk when its directory is.
  private func keepName() throws(DeliveryFailure) {
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure("cannot be put on disk") }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw failure("cannot be put on disk") }
  }

  private var parent: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func cannotOpen() -> DeliveryFailure {
    switch errno {
    case ENOENT: DeliveryFailure("there is no directory '\(parent)' to keep lines in; make it")
    case EISDIR, ENXIO, ELOOP: notAFile()
    default: failure("cannot be opened")
    }
  }

  private func notAFile() -> DeliveryFailure {
    DeliveryFailure("'\(path)' is no regular file; name one, or a path where there is nothing yet")
  }

  private func failure(_ what: String) -> DeliveryFailure {
    DeliveryFailure("'\(path)' \(what): \(String(cString: strerror(errno)))")
  }
}

private let newline = UInt8(ascii: "\n")
