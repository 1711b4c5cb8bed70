import Synchronization

/// A webhook's server that refuses some events at first: with 500, or by closing the connection without a word.
final class MoodyServer: Hearing {
  private let ear: LoopbackEar
  private let log: Log

  private final class Log: Sendable { let heard = Mutex<[Heard]>([]) }

  /// One event in so many is refused.
  init(refusingOneIn share: Int) throws {
    let log = Log()
    self.log = log
    ear = try LoopbackEar { request in
      guard let id = Self.id(in: request) else { return "" }
      return log.heard.withLock { heard in
        let mood = heard.suffix(100).contains { $0.id == id } ? nil : Mood(of: id, refusingOneIn: share)
        heard.append(Heard(id: id, isTaken: mood == nil))
        return switch mood {
        case nil: Self.answer("204 No Content")
        case .politely: Self.answer("500 Internal Server Error")
        case .rudely: ""
        }
      }
    }
  }

  var address: String { "http://127.0.0.1:\(ear.port)/events" }

  func stop() { ear.stop() }

  func heard() -> [Heard] { log.heard.withLock(\.self) }

  private static func id(in request: String) -> String? {
    request.split(separator: "\r\n").first { $0.hasPrefix("X-Assay-Event-Id: ") }.map { String($0.dropFirst(18)) }
  }

  private static func answer(_ status: String) -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
  }
}

/// How an event is refused when it is told for the first time. Its id decides, so that each run is the same.
enum Mood {
  case politely, rudely

  init?(of id: String, refusingOneIn share: Int) {
    guard let number = Int(id.suffix(4), radix: 16), number.isMultiple(of: share) else { return nil }
    self = (number / share).isMultiple(of: 2) ? .politely : .rudely
  }
}
