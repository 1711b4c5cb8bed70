import HostEffects
import Testing
import WorkflowModel

@testable import Evidence

private func page(_ status: String, _ body: String, _ fields: String = "") -> String {
  "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(fields)Content-Length: \(body.utf8.count)\r\n"
    + "Connection: close\r\n\r\n\(body)"
}

struct HTTPTests {
  let bench: Bench
  let server: LoopbackServer

  init() throws {
    bench = try Bench()
    server = try LoopbackServer([
      "/health": page("200 OK", #"{"status": "up", "peers": 3}"#, "X-Part: a\r\nx-part: b\r\n"),
      "/denied": page("403 Forbidden", #"{"error": "no"}"#),
      "/moved": page("302 Found", "", "Location: /health\r\n"),
      "/odd": "what?\n\n", "/cut": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
      "/stale": page("200 OK", #"{"status": "up", "assay-nonce": "another"}"#),
      "/fresh": page("200 OK", #"{"status": "up", "assay-nonce": "n0nce"}"#),
      "/large": page("200 OK", String(repeating: "x", count: 100_000)),
    ])
  }

  static let ok = Bounds(min: 200, max: 299)
  static let up = JSONCondition(pointer: "/status", test: .equals(.text("up")))

  static let cases: [(String, WorkflowModel.Expectation, CheckStatus, String)] = [
    ("/health", .success(Conditions(json: [up], status: ok)), .pass, ""),
    ("/health", .success(Conditions(status: .exactly(204))), .fail, "the status was 200, expected exactly 204"),
    (
      "/health",
      .success(Conditions(json: [JSONCondition(pointer: "/peers", test: .between(min: 4, max: nil))], status: ok)),
      .fail, "/peers in the body is 3, expected at least 4"
    ),
    (
      "/health", .success(Conditions(stdout: TextCondition(contains: ["HTTP"]), status: ok)), .fail, "the body does not"
    ),
    (
      "/health",
      .success(
        Conditions(
          status: ok, headers: [HeaderCondition(name: "content-type", value: TextCondition(contains: ["json"]))])
      ), .pass, ""
    ),
    (
      "/health",
      .success(
        Conditions(status: ok, headers: [HeaderCondition(name: "x-part", value: TextCondition(equals: "a, b"))])),
      .pass, ""
    ),
    (
      "/health",
      .success(
        Conditions(status: ok, headers: [HeaderCondition(name: "x-none", value: TextCondition(contains: ["a"]))])),
      .fail, "no header field 'x-none'"
    ),
    ("/denied", .success(Conditions(status: ok)), .fail, "the status was 403"),
    ("/denied", .failure(because: Conditions(status: .exactly(403))), .pass, ""),
    ("/health", .failure(because: Conditions(status: .exactly(403))), .fail, "the control did not fail as it should"),
    ("/moved", .success(Conditions(status: .exactly(302))), .pass, ""),
    ("/moved", .success(Conditions(status: ok)), .fail, "the status was 302"),
    ("/none", .success(Conditions(status: ok)), .fail, "the status was 404"),
    ("/odd", .success(Conditions(status: ok)), .error, ""),
    ("/cut", .success(Conditions(status: ok)), .error, "no response: curl: (18)"),
    ("/stale", .success(Conditions(json: [up], status: ok)), .error, "stale: the body says assay-nonce another"),
    ("/fresh", .success(Conditions(json: [up], status: ok)), .pass, ""),
    ("/large", .success(Conditions(stdout: TextCondition(lacks: ["y"]), status: ok)), .pass, ""),
  ]

  @Test(arguments: cases.indices) func `a response is judged by status, header and body`(_ index: Int) async throws {
    let (path, expects, status, reason) = Self.cases[index]
    let asked = check("http", .http(HTTPRequest(url: "http://127.0.0.1:\(server.port)\(path)")), expects)
    let collected = try await bench.collect([asked])
    server.stop()
    let outcome = try #require(collected.set.outcomes.first)
    #expect(outcome.status == status && outcome.reason.contains(reason), "\(path): \(outcome)")
    // What is stored says the same when it is judged again.
    let stored = try EvidenceReader.open(files: collected.pairs)
    #expect(EvidenceReader.recheck(stored, try bench.gate([asked])) == [])
  }

  @Test func `method, header, body and matrix values are sent as they are written`() async throws {
    let request = HTTPRequest(
      method: "POST", url: "http://127.0.0.1:\(server.port)/${name}",
      headers: ["X-Name": "${name}", "Content-Type": "text/plain"], body: "@${name} & more")
    let collected = try await bench.collect([
      check(
        "post", .http(request), .success(Conditions(status: .exactly(200))),
        matrix: [MatrixAxis(name: "name", values: ["health"])])
    ])
    server.stop()
    #expect(collected.set.outcomes.map(\.status) == [.pass], "\(collected.set.outcomes)")
    let heard = try #require(server.requests.first)
    #expect(heard.hasPrefix("POST /health HTTP/1.1\r\n"), "\(heard)")
    #expect(heard.contains("X-Name: health\r\n") && heard.hasSuffix("\r\n\r\n@health & more"), "\(heard)")
    let check = try EvidenceReader.open(files: collected.pairs).details.checks[0]
    #expect(check.argv?.first == "curl" && check.network == true)
  }

  @Test func `a server that is not there, and a curl that is not there, are errors`() async throws {
    server.stop()
    let nowhere = check("gone", .http(HTTPRequest(url: "http://127.0.0.1:1/")), .success(Conditions(status: Self.ok)))
    let outcome = try await bench.outcome(nowhere)
    #expect(outcome.status == .error && outcome.reason.hasPrefix("no response: curl: (7)"), "\(outcome)")
    var host = bench.host
    host.environment["PATH"] = bench.workspace.home
    let bare = try await Evidence.collect(bench.request([nowhere]), in: bench.workspace, host: host, sandbox: .none)
    #expect(bare.set.outcomes.first?.reason == "command not found: 'curl'")
  }

  @Test func `a stored response that was changed is found when it is judged again`() async throws {
    let asked = check(
      "http", .http(HTTPRequest(url: "http://127.0.0.1:\(server.port)/denied")), .success(Conditions(status: Self.ok)))
    let collected = try await bench.collect([asked])
    server.stop()
    let statement = try #require(collected.text("statement.json"))
    // All that follows from a forged status of the check, and the same for a forged exit of curl.
    for exit in [0, 7] {
      let forged = statement.replacing(#""status" : "fail""#, with: #""status" : "pass""#)
        .replacing("the status was 403, expected between 200 and 299", with: "")
        .replacing(#""exit" : 0"#, with: #""exit" : \#(exit)"#)
        .replacing("\"FAILED\"", with: "\"PASSED\"")
        .replacing("\"failedTests\" : [\n      \"http\"\n    ]", with: "\"failedTests\" : [\n\n    ]")
        .replacing("\"passedTests\" : [\n\n    ]", with: "\"passedTests\" : [\n      \"http\"\n    ]")
      let stored = try EvidenceReader.open(
        files: collected.pairs.map { $0.path == "statement.json" ? ($0.path, Array(forged.utf8)) : $0 })
      let found = EvidenceReader.recheck(stored, try bench.gate([asked]))
      #expect(
        found == [
          .status(
            "http", run: 1, stated: .pass,
            found: exit == 0 ? "the status was 403, expected between 200 and 299" : "no response came")
        ])
    }
  }

  static let responses: [(String, Int?, String)] = [
    ("HTTP/1.1 200 OK\r\n\r\nbody", 200, "body"), ("HTTP/1.0 404\n\n", 404, ""),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nA: b\r\n\r\nx\r\n\r\ny", 201, "x\r\n\r\ny"),
    ("HTTP/1.1 103 Early Hints\r\n\r\n", 103, ""), ("HTTP/2 200\r\n\r\n", 200, ""),
    ("", nil, ""), ("\r\n\r\n", nil, ""), ("HTTP/1.1 200 OK\r\nA: b\r\n", nil, ""), ("HTTP/1.1 20 OK\r\n\r\n", nil, ""),
    ("HTTP/1.1 1e3 OK\r\n\r\n", nil, ""), ("HTTP/1.1 200 OK\r\nno field\r\n\r\n", nil, ""),
    ("HTTP/1.1 200 OK\r\n: v\r\n\r\n", nil, ""), ("SSH-2.0-x\r\n\r\n", nil, ""),
    ("HTTP/1.1 100 Continue\r\n\r\nnothing", nil, ""),
  ]

  @Test(arguments: responses.indices) func `a response is read strictly`(_ index: Int) {
    let (text, status, body) = Self.responses[index]
    do {
      let response = try HTTPResponse(Array(text.utf8))
      #expect(response.head.status == status && response.body == Array(body.utf8))
    } catch {
      #expect(status == nil, "\(error)")
    }
  }
}
