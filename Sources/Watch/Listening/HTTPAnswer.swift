import WorkflowModel

/// An answer, after which the connection ends.
struct HTTPAnswer: Hashable, Sendable {
  let status: HTTPStatus
  var type = "text/plain; charset=utf-8"
  var allowed: String?
  var text: String?

  var bytes: [UInt8] {
    let body = text ?? (status == .noContent ? "" : "\(status.rawValue) \(status.words)\n")
    var head = "HTTP/1.1 \(status.rawValue) \(status.words)\r\nConnection: close\r\n"
    if status != .noContent { head += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n" }
    if let allowed { head += "Allow: \(allowed)\r\n" }
    if status == .unauthorized { head += "WWW-Authenticate: Bearer\r\n" }
    return Array((head + "\r\n" + body).utf8)
  }
}

/// What a watch has to say, and what it can be told.
struct WatchPages: Sendable {
  let token: String?
  let metrics: @Sendable () -> String
  let signal: @Sendable (String) -> Void

  func answer(_ request: IncomingRequest) -> HTTPAnswer {
    guard isLetIn(request) else { return HTTPAnswer(status: .unauthorized) }
    switch (request.path, request.method) {
    case ("/metrics", "GET"):
      return HTTPAnswer(status: .ok, type: "text/plain; version=0.0.4; charset=utf-8", text: metrics())
    case ("/metrics", _): return HTTPAnswer(status: .methodNotAllowed, allowed: "GET")
    case ("/signal", "POST"):
      signal(InertText.line(String(decoding: request.body.prefix(SignalSocket.textLimit), as: UTF8.self)))
      return HTTPAnswer(status: .noContent)
    case ("/signal", _): return HTTPAnswer(status: .methodNotAllowed, allowed: "POST")
    default: return HTTPAnswer(status: .notFound)
    }
  }

  /// How long it takes says nothing of where the tokens differ.
  private func isLetIn(_ request: IncomingRequest) -> Bool {
    guard let token else { return true }
    let expected = Array("Bearer \(token)".utf8)
    let given = Array((request.headers["authorization"] ?? "").utf8)
    guard given.count == expected.count else { return false }
    return zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
