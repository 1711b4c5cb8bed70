import Glibc
import WorkflowModel

/// The right to type into a pane, which one delivery at a time has, of whatever consumer and watch: lines that are typed
/// at once are one line. It ends with its owner, or with this process however that ends.
///
/// It is a file beside the socket of the tmux server, where nobody else may write. The file also keeps the line that was
/// typed and is not known to be submitted: whoever comes next must not type behind it.
final class PaneHold: Sendable {
  private let file: Int32
  private let path: String

  private init(_ file: Int32, _ path: String) {
    self.file = file
    self.path = path
  }

  deinit { close(file) }

  /// Nil while somebody else has it.
  static func take(_ pane: String, ofServerAt socket: String) throws(DeliveryFailure) -> PaneHold? {
    let path = "\(socket).assay-\(pane.drop { $0 == "%" })"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure(path, "cannot be opened") }
    let hold = PaneHold(file, path)
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return nil
      default: throw failure(path, "cannot be held")
      }
    }
    return hold
  }

  /// The line that was left at the input; empty for none.
  func left() throws(DeliveryFailure) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count >= 0 else { throw Self.failure(path, "cannot be read") }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Notes the line that is about to be typed, or that there is none any more.
  func note(_ line: String) throws(DeliveryFailure) {
    let bytes = Array(line.utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, bytes, bytes.count, 0) == bytes.count else {
      throw Self.failure(path, "cannot be written")
    }
  }

  private static func failure(_ path: String, _ what: String) -> DeliveryFailure {
    DeliveryFailure("'\(path)' \(what): \(String(cString: strerror(errno)))")
  }
}
