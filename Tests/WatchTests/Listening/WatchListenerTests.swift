import FoundationEssentials
import Glibc
import HostEffects
import Synchronization
import TestSupport
import Testing

@testable import Watch

@Suite(.timeLimit(.minutes(5))) struct WatchListenerTests {
  /// A listener with what it was told.
  private struct Bench {
    let listener: WatchListener
    let signals: AsyncStream<String>

    init(_ address: String = "127.0.0.1:0", token: String? = nil, limits: ListenerLimits = ListenerLimits()) throws {
      let (signals, continuation) = AsyncStream<String>.makeStream()
      self.signals = signals
      listener = try WatchListener(
        at: try ListenAddress(address), token: token, limits: limits, metrics: { "assay_watch_fetches_total 7\n" },
        signal: { continuation.yield($0) })
    }

    var url: String { "http://\(listener.address)" }

    var port: UInt16 {
      if case .internet(_, let port) = listener.address { port } else { 0 }
    }

    /// A connection on which bytes have been sent and nothing is waited for.
    func connection(sending bytes: [UInt8]) throws -> Int32 {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      // An answer that does not come fails the test, and does not hold up the others.
      var limit = timeval(tv_sec: 20, tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let isThere = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      #expect(isThere)
      #expect(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
      return descriptor
    }

    /// All that comes until the other side hangs up; "?" if it does not.
    func rest(of descriptor: Int32) -> String {
      defer { close(descriptor) }
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 || errno == ECONNRESET else { return "?" }
        guard count > 0 else { return String(decoding: all, as: UTF8.self) }
        all += buffer[..<count]
      }
    }
  }

  @Test(arguments: ["127.0.0.1:0", "localhost:0", "[::1]:0"])
  func `it answers what is counted, at the port that was free`(_ address: String) async throws {
    let bench = try Bench(address)
    let answer = try await Curl.ask("--include", bench.url + "/metrics?x=1")
    #expect(answer.status == "200")
    #expect(answer.text.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    #expect(answer.text.hasSuffix("\r\n\r\nassay_watch_fetches_total 7\n"))
  }

  @Test func `it passes signals on, bounded and inert`() async throws {
    let bench = try Bench()
    var signals = bench.signals.makeAsyncIterator()
    #expect(try await Curl.ask("--data-binary", "/srv/team.git\u{1B}", bench.url + "/signal").status == "204")
    #expect(await signals.next() == "/srv/team.git␛")
    #expect(try await Curl.ask("--request", "POST", bench.url + "/signal").status == "204")
    #expect(await signals.next() == "")
    let long = String(repeating: "x", count: 50_000)
    #expect(try await Curl.ask("--data-binary", long, bench.url + "/signal").status == "204")
    #expect(await signals.next() == String(repeating: "x", count: 4096))
  }

  @Test func `a watch can listen at a socket file`() async throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path("watch.sock")
    for _ in 0..<2 {
      let bench = try Bench("unix:\(path)")
      let answer = try await Curl.ask("--unix-socket", path, "http://watch/metrics")
      #expect(answer.status == "200" && answer.text == "assay_watch_fetches_total 7\n")
      #expect(throws: ListenTrouble.taken(path)) { try Bench(bench.listener.address.description) }
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    // One whose watch was killed is replaced.
    try await DeadSocket.leave(at: path, .stream)
    let bench = try Bench("unix:\(path)")
    #expect(try await Curl.ask("--unix-socket", path, "http://watch/metrics").status == "200")
    withExtendedLifetime(bench) {}
  }

  @Test func `everything else is refused`() async throws {
    let bench = try Bench()
    #expect(try await Curl.ask(bench.url + "/").status == "404")
    #expect(try await Curl.ask(bench.url + "/metrics/").status == "404")
    #expect(try await Curl.ask("--path-as-is", bench.url + "/../../etc/passwd").status == "404")
    let posted = try await Curl.ask("--include", "--data", "", bench.url + "/metrics")
    #expect(posted.status == "405" && posted.text.contains("Allow: GET\r\n"))
    let got = try await Curl.ask("--include", bench.url + "/signal")
    #expect(got.status == "405" && got.text.contains("Allow: POST\r\n"))
    let large = String(repeating: "x", count: 100_000)
    #expect(try await Curl.ask("--data-binary", large, bench.url + "/signal").status == "413")
    #expect(try await Curl.ask("--header", "X: \(large.prefix(9000))", bench.url + "/metrics").status == "431")
    let chunked = try await Curl.ask("--header", "Transfer-Encoding: chunked", "--data", "x", bench.url + "/signal")
    #expect(chunked.status == "501")
  }

  @Test func `with a token, only who bears it is let in`() async throws {
    let bench = try Bench("0.0.0.0:0", token: "s3cret")
    let url = "http://127.0.0.1:\(bench.port)"
    for wrong in ["", "Authorization: Bearer s3cre", "Authorization: Bearer s3cret2", "Authorization: Bearer S3cret"] {
      #expect(try await Curl.ask("--header", wrong, url + "/metrics").status == "401", "\(wrong)")
      #expect(try await Curl.ask("--header", wrong, "--data", "x", url + "/signal").status == "401", "\(wrong)")
    }
    let right = "Authorization: Bearer s3cret"
    #expect(try await Curl.ask("--header", right, "--data", "told", url + "/signal").status == "204")
    #expect(try await Curl.ask("--header", right, url + "/metrics").status == "200")
    // Nobody without it was heard.
    var signals = bench.signals.makeAsyncIterator()
    #expect(await signals.next() == "told")
  }

  @Test(arguments: ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:0", "[::ffff:127.0.0.1]:0"])
  func `without a token it is not within reach of others`(_ address: String) throws {
    #expect(throws: ListenTrouble.tokenNeeded(address)) { try Bench(address) }
    #expect(throws: ListenTrouble.tokenNeeded(address)) { try Bench(address, token: "") }
  }

  @Test func `a port that is taken is said to be`() throws {
    let bench = try Bench()
    let place = bench.listener.address.description
    #expect(throws: ListenTrouble.taken(place)) { try Bench(place) }
    withExtendedLifetime(bench) {}
  }

  @Test(arguments: [
    [], [0], Array("\r\n\r\n".utf8), Array("GET\r\n\r\n".utf8), Array("GET /metrics HTTP/9.9\r\n\r\n".utf8),
    Array("GET /metrics HTTP/1.1\r\n\r\n".utf8), [UInt8](repeating: 0xFF, count: 20_000),
    [0x16, 0x03, 0x01, 0x02, 0x00], Array("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n".utf8),
    Array("POST /signal HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n".utf8),
  ])
  func `rubbish is refused, and the next one is answered`(_ bytes: [UInt8]) async throws {
    let bench = try Bench()
    let descriptor = try bench.connection(sending: bytes)
    shutdown(descriptor, Int32(SHUT_WR))
    let answer = bench.rest(of: descriptor)
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 505"), "\(answer)")
    #expect(try await Curl.ask(bench.url + "/metrics").status == "200")
  }

  @Test func `connections that dawdle hold up nobody`() async throws {
    let bench = try Bench(limits: ListenerLimits(connections: 128, time: .seconds(600)))
    let slow = try (0..<20).map { _ in try bench.connection(sending: Array("GET /metrics HT".utf8)) }
    #expect(try await Curl.ask(bench.url + "/metrics").status == "200")
    for descriptor in slow {
      // They are still waited for, and may go on.
      let rest = Array("TP/1.0\r\n\r\n".utf8)
      #expect(send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL)) == rest.count)
      #expect(bench.rest(of: descriptor).hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func `connections that dawdle for too long are ended`() async throws {
    let bench = try Bench(limits: ListenerLimits(connections: 128, time: .milliseconds(200)))
    let slow = try bench.connection(sending: Array("GET /metrics HT".utf8))
    let silent = try bench.connection(sending: [])
    #expect(bench.rest(of: slow).hasPrefix("HTTP/1.1 408 "))
    #expect(bench.rest(of: silent) == "")
  }

  @Test func `where there are too many connections, the oldest makes room`() async throws {
    let bench = try Bench(limits: ListenerLimits(connections: 4, time: .seconds(600)))
    let silent = try (0..<4).map { _ in try bench.connection(sending: Array("GET".utf8)) }
    #expect(try await Curl.ask(bench.url + "/metrics").status == "200")
    #expect(bench.rest(of: silent[0]) == "")
    for descriptor in silent.dropFirst() { close(descriptor) }
  }

  @Test func `who never reads an answer, or hangs up on it, does no harm`() async throws {
    let bench = try Bench()
    let request = Array("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    for _ in 0..<50 { close(try bench.connection(sending: request)) }
    let idle = try bench.connection(sending: request)
    defer { close(idle) }
    #expect(try await Curl.ask(bench.url + "/metrics").status == "200")
  }

  @Test func `100 at once are all answered`() async throws {
    let bench = try Bench()
    let url = bench.url
    // One curl with a hundred transfers: a hundred processes would take longer than all answers.
    let outcome = try await runTool(
      ToolRequest(
        executable: "curl",
        arguments: [
          "--disable", "--silent", "--noproxy", "*", "--parallel", "--parallel-immediate", "--parallel-max", "100",
          "--write-out", "%{http_code}\n",
        ] + (0..<100).flatMap { ["--output", "/dev/null", "\(url)/metrics?\($0)"] },
        environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], limit: .seconds(60)))
    let codes = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n")
    #expect(codes.count == 100 && codes.allSatisfy { $0 == "200" }, "\(codes)")
  }

  @Test func `it ends when it is let go of`() async throws {
    var bench: Bench? = try Bench()
    let open = try #require(bench).connection(sending: Array("GET".utf8))
    let url = try #require(bench).url
    let port = try #require(bench).listener.address
    bench = nil
    var byte: UInt8 = 0
    // Hung up on, or reset, since it had said something.
    #expect(recv(open, &byte, 1, 0) <= 0)
    close(open)
    #expect(try await Curl.ask(url + "/metrics").status == "000")
    _ = try Bench(port.description)
  }
}
