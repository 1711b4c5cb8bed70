import Testing

@testable import Watch

@Suite struct IncomingRequestTests {
  private func read(_ text: String) -> IncomingRequest.Reading { IncomingRequest.read(Array(text.utf8)) }

  @Test func `a request is whole when its body is, and not a byte before`() {
    let bytes = Array("POST /signal?a=b HTTP/1.1\r\nHOST: a\r\nContent-Length: 3\r\nX:  y z \t\r\n\r\nabc".utf8)
    let whole = IncomingRequest.Reading.whole(
      IncomingRequest(
        method: "POST", path: "/signal", headers: ["host": "a", "content-length": "3", "x": "y z"],
        body: Array("abc".utf8)))
    for count in bytes.indices { #expect(IncomingRequest.read(Array(bytes[..<count])) == .incomplete) }
    #expect(IncomingRequest.read(bytes) == whole)
    // What comes after it is not read.
    #expect(IncomingRequest.read(bytes + Array("GET / HTTP/1.1\r\n\r\n".utf8)) == whole)
  }

  @Test func `lines may end with a line feed alone, and the old version needs no host`() {
    let whole = IncomingRequest.Reading.whole(IncomingRequest(method: "GET", path: "/", headers: ["a": "b"], body: []))
    #expect(read("GET / HTTP/1.0\na: b\n\n") == whole)
    #expect(read("GET / HTTP/1.0\r\na: b\n\r\n") == whole)
  }

  @Test(arguments: [
    "\n\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
    "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", "GET / http/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\u{0}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
  ])
  func `what is malformed is refused, not guessed at`(_ text: String) {
    #expect(read(text) == .refused(.badRequest))
  }

  @Test func `what is too large is refused before it is read`() {
    #expect(read(String(repeating: "a", count: IncomingRequest.headLimit - 1)) == .incomplete)
    #expect(read(String(repeating: "a", count: IncomingRequest.headLimit)) == .refused(.headTooLarge))
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
    #expect(read(head + "65536\r\n\r\n") == .incomplete)
    #expect(read(head + "65537\r\n\r\n") == .refused(.bodyTooLarge))
    #expect(read(head + String(repeating: "9", count: 100) + "\r\n\r\n") == .refused(.bodyTooLarge))
  }

  @Test func `what is not spoken here is said to be`() {
    #expect(read("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == .refused(.unknownVersion))
    #expect(read("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") == .refused(.notImplemented))
    #expect(read("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n") == .refused(.expectationFailed))
  }
}
