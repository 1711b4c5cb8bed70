/// A request of HTTP/1.0 or 1.1, read strictly. There is one on each connection; what comes after it is not read.
struct IncomingRequest: Hashable, Sendable {
  let method: String
  /// The path alone, without a query.
  let path: String
  /// Names in lower case.
  let headers: [String: String]
  let body: [UInt8]

  /// The longest head, and the longest body, in bytes.
  static let headLimit = 8192
  static let bodyLimit = 65536

  /// What the bytes so far are.
  enum Reading: Hashable, Sendable {
    case incomplete
    case whole(IncomingRequest)
    case refused(HTTPStatus)
  }

  static func read(_ bytes: [UInt8]) -> Reading {
    guard let end = endOfHead(bytes[..<min(bytes.count, headLimit)]) else {
      return bytes.count < headLimit ? .incomplete : .refused(.headTooLarge)
    }
    // Lines end with CR LF; who sends LF alone is understood as well (RFC 9112 §2.2).
    let lines = bytes[..<end.head].split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
    guard let first = lines.first, let line = requestLine(first) else { return .refused(.badRequest) }
    guard line.version == "HTTP/1.1" || line.version == "HTTP/1.0" else { return .refused(.unknownVersion) }
    guard let headers = fields(lines.dropFirst()) else { return .refused(.badRequest) }
    guard headers["host"] != nil || line.version == "HTTP/1.0" else { return .refused(.badRequest) }
    guard headers["transfer-encoding"] == nil else { return .refused(.notImplemented) }
    guard headers["expect"] == nil else { return .refused(.expectationFailed) }
    var length = 0
    if let text = headers["content-length"] {
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .refused(.badRequest) }
      // More digits than an integer has are too many bytes.
      guard let count = Int(text), count <= bodyLimit else { return .refused(.bodyTooLarge) }
      length = count
    }
    guard bytes.count - end.body >= length else { return .incomplete }
    return .whole(
      IncomingRequest(
        method: line.method, path: line.path, headers: headers,
        body: Array(bytes[end.body..<end.body + length])))
  }

  /// Where the lines of the head end, and where the body begins; nil before the empty line has come.
  private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> (head: Int, body: Int)? {
    var start = bytes.startIndex
    while let feed = bytes[start...].firstIndex(of: 0x0A) {
      let next = feed + 1
      if next < bytes.endIndex, bytes[next] == 0x0A { return (feed, next + 1) }
      if next + 1 < bytes.endIndex, bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return (feed, next + 2) }
      start = next
    }
    return nil
  }

  private static func requestLine(
    _ line: ArraySlice<UInt8>
  ) -> (method: String, path: String, version: String)? {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, isToken(parts[0]), parts[1].first == UInt8(ascii: "/"),
      parts[1].allSatisfy({ (0x21...0x7E).contains($0) }), parts[2].starts(with: Array("HTTP/".utf8)),
      parts[2].allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    let path = parts[1].prefix { $0 != UInt8(ascii: "?") }
    return (text(parts[0]), text(path), text(parts[2]))
  }

  /// Nil for a line that is no field, and for a field that stands there twice: nothing that is asked for here may.
  private static func fields(_ lines: ArraySlice<ArraySlice<UInt8>>) -> [String: String]? {
    var fields: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]) else { return nil }
      let value = trimmed(line[(colon + 1)...])
      guard value.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { return nil }
      let name = text(line[..<colon]).lowercased()
      if fields.updateValue(String(decoding: value, as: UTF8.self), forKey: name) != nil, isSingular(name) {
        return nil
      }
    }
    return fields
  }

  private static func isSingular(_ name: String) -> Bool {
    ["host", "content-length", "transfer-encoding", "authorization", "expect"].contains(name)
  }

  private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || "!#$%&'*+-.^_`|~".utf8.contains($0)
      }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
