import Testing

@testable import Watch

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9321", "127.0.0.1:9321", true), ("localhost:0", "127.0.0.1:0", true), ("[::1]:1", "[::1]:1", true),
    ("127.9.9.9:1", "127.9.9.9:1", true), ("0.0.0.0:65535", "0.0.0.0:65535", false), ("[::]:1", "[::]:1", false),
    ("[::ffff:127.0.0.1]:1", "[::ffff:127.0.0.1]:1", false), ("[0:0:0:0:0:0:0:1]:1", "[::1]:1", true),
    ("unix:/run/a:b.sock", "unix:/run/a:b.sock", true), ("unix:w.sock", "unix:w.sock", true),
  ])
  func `an address is read, and it is known who reaches it`(_ text: String, _ shown: String, _ isLocal: Bool) throws {
    let address = try ListenAddress(text)
    #expect(address.description == shown && address.isLocal == isLocal)
  }

  @Test(arguments: [
    "", ":", ":80", "80", "localhost", "127.0.0.1", "127.1:80", "1.2.3.4.5:80", "::1:80", "[::1]", "[::1", "[]:80",
    "example.org:80", "LOCALHOST:80", "127.0.0.1 :80", "unix:", "unix:a\u{0}b", "127.0.0.1\u{0}:80",
  ])
  func `what is no place to listen at is refused`(_ text: String) {
    #expect(throws: ListenTrouble.malformedAddress(text)) { try ListenAddress(text) }
  }

  @Test(arguments: ["127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1:1x", "[::1]:٣"])
  func `what is no port is refused`(_ text: String) {
    #expect(throws: ListenTrouble.malformedPort(text)) { try ListenAddress(text) }
  }
}
