import Dispatch
import Glibc

/// Something that listens where an agent would, and answers what it was told to, whatever it is asked.
struct FakeAgent: Sendable {
  struct Failure: Error { let code: CInt }

  private let listener: CInt

  init(at path: String) throws {
    listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let file = listener
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isBound, listen(listener, 4) == 0 else { throw Failure(code: errno) }
  }

  /// Answers one connection with each, in order, and hangs up.
  func answer(_ answers: [[UInt8]]) {
    let listener = listener
    DispatchQueue.global().async {
      for answer in answers {
        let file = accept(listener, nil, nil)
        guard file >= 0 else { return }
        var question = [UInt8](repeating: 0, count: 4096)
        _ = recv(file, &question, question.count, 0)
        _ = send(file, answer, answer.count, CInt(MSG_NOSIGNAL))
        close(file)
      }
    }
  }

  func stop() {
    shutdown(listener, CInt(SHUT_RDWR))
    close(listener)
  }
}
