import Glibc
import WorkflowModel

/// Why a watch cannot be spoken to at a place.
package enum ListenTrouble: Error, Hashable, Sendable {
  case malformedAddress(String)
  case malformedPort(String)
  /// Others could reach it, and nothing keeps them out.
  case tokenNeeded(String)
  /// Another watch listens there.
  case taken(String)
  /// Something else stands where the socket belongs.
  case notASocket(String)
  case cannot(String, String, why: String)

  /// As the last system call has it.
  static func failed(_ what: String, _ place: String) -> ListenTrouble {
    .cannot(what, place, why: String(cString: strerror(errno)))
  }
}

extension ListenTrouble: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformedAddress(let text): "'\(InertText.line(text))' is no place to listen at"
    case .malformedPort(let text): "'\(InertText.line(text))' has no port between 0 and 65535"
    case .tokenNeeded(let text): "'\(InertText.line(text))' can be reached from elsewhere, and no token is asked for"
    case .taken(let place): "another watch listens at \(InertText.line(place))"
    case .notASocket(let path): "\(InertText.line(path)) is there, and is no socket"
    case .cannot(let what, let place, let why): "cannot \(what) \(InertText.line(place)): \(why)"
    }
  }

  package var mend: String {
    switch self {
    case .malformedAddress, .malformedPort: "write 127.0.0.1:9321, [::1]:9321, localhost:9321 or unix:PATH"
    case .tokenNeeded: "name an environment variable that has the token, or listen at 127.0.0.1"
    case .taken: "end the other watch, or listen elsewhere; a watch works without"
    case .notASocket: "put it away, or listen elsewhere"
    case .cannot: "listen elsewhere; a watch works without"
    }
  }
}
