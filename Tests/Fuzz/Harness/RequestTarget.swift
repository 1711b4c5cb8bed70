import WorkflowModel

@testable import Watch

/// What comes on a connection to a watch. However it is cut into pieces, the answer is the same, and it is bounded.
enum RequestTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let reading = IncomingRequest.read(bytes)
    switch reading {
    case .incomplete:
      promise(bytes.count < IncomingRequest.headLimit + IncomingRequest.bodyLimit, "nobody is listened to for ever")
    case .whole(let request): check(request, in: bytes)
    case .refused(let status): promise((400..<600).contains(status.rawValue), "a refusal is said to be one")
    }
    // What has been decided is not decided otherwise by what comes next.
    let longer = IncomingRequest.read(bytes + Array("\r\n\r\nx".utf8))
    promise(reading == .incomplete || longer == reading, "more bytes change nothing")
    piece(bytes, reading)
  }

  private static func check(_ request: IncomingRequest, in bytes: [UInt8]) {
    promise(request.path.hasPrefix("/") && !request.path.contains("?"), "a path is one")
    promise((request.method + request.path).utf8.allSatisfy { (0x21...0x7E).contains($0) }, "words are plain")
    promise(request.body.count <= IncomingRequest.bodyLimit, "a body is bounded")
    promise(request.body.count == Int(request.headers["content-length"] ?? "0"), "a body is as long as it says")
    promise(request.body.isEmpty || bytes.indices.contains(request.body.count), "a body was sent")
    for (name, value) in request.headers {
      promise(name == name.lowercased() && !name.isEmpty && !name.contains(" "), "a name is a token")
      promise(!value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }, "a value is one line")
    }
    let heard = Heard()
    let pages = WatchPages(token: "t", metrics: { "m" }, signal: { heard.take($0) })
    let answer = pages.answer(request)
    let isLetIn = request.headers["authorization"] == "Bearer t"
    promise((answer.status == .unauthorized) != isLetIn, "who bears the token is let in, and nobody else")
    promise(answer.bytes.starts(with: Array("HTTP/1.1 \(answer.status.rawValue) ".utf8)), "an answer has its status")
  }

  private static func piece(_ bytes: [UInt8], _ reading: IncomingRequest.Reading) {
    let now = ContinuousClock.now
    var connection = HTTPConnection(now: now, limit: .seconds(1))
    let size = 1 + Int(bytes.first ?? 0)
    for start in stride(from: 0, to: bytes.count, by: size) {
      connection.receive(bytes[start..<min(start + size, bytes.count)], at: now) { _ in HTTPAnswer(status: .ok) }
    }
    var expected: HTTPAnswer?
    switch reading {
    case .incomplete: break
    case .whole: expected = HTTPAnswer(status: .ok)
    case .refused(let status): expected = HTTPAnswer(status: status)
    }
    promise(connection.outgoing.map { Array($0) } == expected?.bytes, "pieces make the same whole")
  }

  /// A signal is a line.
  private struct Heard: Sendable {
    func take(_ text: String) { promise(InertText.line(text) == text, "a signal is inert") }
  }
}
