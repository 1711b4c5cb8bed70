import Dispatch
import Glibc
import Synchronization
import TestSupport

/// A server on loopback that answers each path with the bytes it was given, one connection after the other, and notes
/// what was asked.
final class LoopbackServer: Sendable {
  private let held: HeldPort
  var port: UInt16 { held.port }
  private let answers: [String: String]
  private let heard = Mutex<[String]>([])

  init(_ answers: [String: String]) throws {
    self.answers = answers
    held = try HeldPort()
    let descriptor = held.socket
    guard listen(descriptor, 16) == 0 else { throw BenchError.cannot("listen on loopback") }
    DispatchQueue.global().async { [answers] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        self.answer(connection, answers)
        close(connection)
      }
    }
  }

  func stop() { shutdown(held.socket, Int32(SHUT_RDWR)) }

  var requests: [String] { heard.withLock { $0 } }

  private func answer(_ connection: Int32, _ answers: [String: String]) {
    var request = ""
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !request.contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      request += String(decoding: buffer[..<count], as: UTF8.self)
    }
    heard.withLock { $0.append(request) }
    let path = request.split(separator: " ").dropFirst().first.map { String($0) } ?? ""
    var bytes = Array((answers[path] ?? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
