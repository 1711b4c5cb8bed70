/// What a watch answers.
enum HTTPStatus: Int, Hashable, Sendable {
  case ok = 200
  case noContent = 204
  case badRequest = 400
  case unauthorized = 401
  case notFound = 404
  case methodNotAllowed = 405
  case requestTimeout = 408
  case bodyTooLarge = 413
  case expectationFailed = 417
  case headTooLarge = 431
  case notImplemented = 501
  case unknownVersion = 505

  var words: String {
    switch self {
    case .ok: "OK"
    case .noContent: "No Content"
    case .badRequest: "Bad Request"
    case .unauthorized: "Unauthorized"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .requestTimeout: "Request Timeout"
    case .bodyTooLarge: "Content Too Large"
    case .expectationFailed: "Expectation Failed"
    case .headTooLarge: "Request Header Fields Too Large"
    case .notImplemented: "Not Implemented"
    case .unknownVersion: "HTTP Version Not Supported"
    }
  }
}
