import Dispatch
import Glibc
import Synchronization
import TestSupport

/// A server on loopback that answers whole requests only, and notes what it heard. Without an answer it keeps the
/// connection and says nothing.
final class LoopbackEar: Sendable {
  let port: UInt16
  private let held: HeldPort
  private let heard = Mutex<[String]>([])

  /// Gives every request the same answer.
  convenience init(answering answer: String?) throws { try self.init { _ in answer } }

  init(answering answer: @escaping @Sendable (String) -> String?) throws {
    let held = try HeldPort()
    let descriptor = held.socket
    guard listen(descriptor, 16) == 0 else { throw SampleError.malformed }
    (self.held, port) = (held, held.port)
    // A queue of its own: those that everybody uses have few threads, and this one waits.
    DispatchQueue(label: "ear").async { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        serve(connection, answer)
        close(connection)
      }
    }
  }

  func stop() { shutdown(held.socket, Int32(SHUT_RDWR)) }

  var requests: [String] { heard.withLock(\.self) }

  private func serve(_ connection: Int32, _ answer: (String) -> String?) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !isWhole(request) {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      request += buffer[..<count]
    }
    let text = String(decoding: request, as: UTF8.self)
    heard.withLock { $0.append(text) }
    guard let words = answer(text) else {
      while read(connection, &buffer, buffer.count) > 0 {}
      return
    }
    let bytes = Array(words.utf8)
    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Whether as many bytes follow the head as it says.
  private func isWhole(_ request: [UInt8]) -> Bool {
    guard let end = request.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
    let head = String(decoding: request[..<end.lowerBound], as: UTF8.self).lowercased()
    let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }?.dropFirst(16)
    return request.count >= end.upperBound + (length.flatMap { Int($0) } ?? 0)
  }
}
