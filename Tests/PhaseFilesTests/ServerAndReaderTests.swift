import PhaseFiles
import Testing
import WorkflowModel

/// Checks that ask a server or a reader, and what any check may ask of its surroundings.
@Suite struct `A check of a server, and one of a reader` {
  private func checks(_ lines: String...) throws -> [Check] {
    let file = goodPhase.prefix(8) + lines.map { "      - \($0)" }
    return try PhaseFile.read(text(Array(file)), file: "f.yml").gates[0].checks
  }

  @Test func `is read as it is written`() throws {
    let read = try checks(
      "{ id: a, http: \"https://x.org/${r}\", matrix: { r: [n] }, expect: { body: { contains: ok } } }",
      "{ id: b, http: { url: http://x.org, method: POST, headers: { A: b }, body: c }, expect: { status: { min: 300 }, headers: { Server: x, ETag: { lacks: W } }, json: { /a: 1 } } }",
      "{ id: c, http: http://x.org, expect: fail, because: { status: 403 } }",
      "{ id: d, inspect: { path: src/a.c, lines: [2, 9], question: is it so? } }",
      "{ id: e, inspect: { path: b, question: and this }, expect: pass }",
      "{ id: f, run: make, network: true, independent: true, expect: { exit: 0 } }")
    #expect(read.map(\.asks.name) == ["http", "http", "http", "inspect", "inspect", "run"])
    #expect(read[0].asks == .http(HTTPRequest(url: "https://x.org/${r}")))
    #expect(
      read[0].expects
        == .success(Conditions(stdout: TextCondition(contains: ["ok"]), status: Bounds(min: 200, max: 299))))
    #expect(
      read[1].asks == .http(HTTPRequest(method: "POST", url: "http://x.org", headers: ["A": "b"], body: "c")))
    #expect(read[1].expects.conditions.status == Bounds(min: 300))
    #expect(
      Set(read[1].expects.conditions.headers) == [
        HeaderCondition(name: "server", value: TextCondition(equals: "x")),
        HeaderCondition(name: "etag", value: TextCondition(lacks: ["W"])),
      ])
    #expect(read[2].expects == .failure(because: Conditions(status: .exactly(403))))
    #expect(
      read[3].asks
        == .inspect(Inspection(path: "src/a.c", lines: Inspection.Lines(first: 2, last: 9), question: "is it so?")))
    #expect(read[4].asks == .inspect(Inspection(path: "b", lines: nil, question: "and this")))
    #expect(read[3].expects == .success(Conditions()) && read[4].expects == .success(Conditions()))
    #expect(read[5].network == .shared && read[5].company == .independent)
    #expect(read[0].network == .none && read[0].company == .alone)
  }

  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) { refusal.expectOfPhase() }

  private static func http(_ name: String, _ request: String, _ place: Int, _ key: String, _ why: String) -> Refusal {
    Refusal(
      "http \(name)", [10: "        http: \(request)", 11: "        expect: { status: 200 }"], "10:\(place)",
      "@.http\(key)", why)
  }

  private static func response(_ name: String, _ expect: String, _ place: Int, _ key: String, _ why: String) -> Refusal
  {
    Refusal(
      "response \(name)", [10: "        http: http://x", 11: "        expect: \(expect)"], "11:\(place)",
      "@.expect\(key)", why)
  }

  private static func inspect(
    _ name: String, _ asked: String, _ rest: String, _ place: String, _ key: String, _ why: String
  )
    -> Refusal
  {
    Refusal("inspect \(name)", [10: "        inspect: \(asked)", 11: rest], place, "@.\(key)", why)
  }

  private static let noURL = "a URL that begins with http:// or https:// is needed here, without blanks"

  private static let refusals = [
    http("other scheme", "file:///etc/passwd", 15, "", noURL),
    http("no host", "\"http://\"", 15, "", noURL),
    http("no host, path", "http:///x", 15, "", noURL),
    http("blank", "\"http://x y\"", 15, "", noURL),
    http(
      "password", "http://a:b@x/", 15, "", "a phase file is no place for a password; take it out of the URL"),
    http("no url", "{ method: GET }", 15, ".url", "the key 'url' is missing"),
    http(
      "method", "{ url: http://x, method: get }", 40, ".method",
      "'get' is not one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    http("body of GET", "{ url: http://x, body: a }", 32, ".body", "a GET request has no body; name another 'method'"),
    http(
      "field name", "{ url: http://x, headers: { \"a b\": c } }", 43, ".headers[\"a b\"]",
      "'a b' is no name of a header field"),
    http("unknown key", "{ url: http://x, verb: GET }", 32, ".verb", "unknown key 'verb'"),
    response(
      "exit", "{ exit: 0 }", 19, ".exit", "a response has 'status', 'headers', 'body' and 'json', but no 'exit'"),
    response("every status", "{ status: { min: 100 } }", 27, ".status", "every response has such a status"),
    response("no status", "{ status: 600 }", 27, ".status", "no response has such a status"),
    response(
      "empty headers", "{ headers: {} }", 28, ".headers", "nothing is asked of the header, so nothing could fail"),
    response("nothing", "{}", 17, "", "nothing is expected here, so nothing could fail"),
    Refusal(
      "status of run", [11: "        expect: { status: 200 }"], "11:19", "@.expect.status",
      "'status' is a condition of http checks"),
    inspect(
      "no question", "{ path: a }", "        title: x", "10:18", "inspect.question", "the key 'question' is missing"),
    inspect(
      "lines", "{ path: a, lines: [3, 2], question: q }", "        title: x", "10:36", "inspect.lines",
      "two line numbers are needed, the first and the last"),
    inspect(
      "path", "{ path: ../a, question: q }", "        title: x", "10:26", "inspect.path",
      "the path leaves the repository; '..' is not taken"),
    inspect(
      "as control", "{ path: a, question: q }", "        expect: fail", "11:17", "expect",
      "an inspection is no control: that somebody says no proves nothing of the check beside it"),
    inspect(
      "with conditions", "{ path: a, question: q }", "        expect: { exit: 0 }", "11:17", "expect",
      "an inspect check expects that its reader says pass; write nothing here"),
    inspect(
      "repeated", "{ path: a, question: q }", "        repeat: 2", "11:9", "repeat",
      "nothing is run for an inspection; it is read once, and 'repeat' says nothing"),
    Refusal("network", [12: "        network: yes"], "12:18", "@.network", "true or false is needed here"),
    Refusal("independent", [12: "        independent: 2"], "12:22", "@.independent", "true or false is needed here"),
  ]

  private static let lines = [
    "{ id: a, http: { url: http://x, method: POST, headers: { A: b, C: d }, body: c }, expect: { status: 200, headers: { x: y, z: w }, json: { /a: 1 } } }",
    "{ id: b, inspect: { path: a, lines: [2, 9], question: q } }",
    "{ id: c, run: make, network: true, expect: { exit: 0 } }",
    "{ id: d, run: make, independent: true, expect: { exit: 0 } }",
  ]

  private func digest(_ lines: [String]) throws -> String {
    let file = goodPhase.prefix(8) + lines.map { "      - \($0)" }
    return try PhaseFile.read(text(Array(file)), file: "f.yml").gates[0].checklist.hex
  }

  @Test func `leaves the digests of others alone, and has one that is pinned`() throws {
    // Hashed by another program. The first is that of a checklist as it was before there were such checks.
    #expect(
      try digest(["{ id: c, run: make test, expect: { exit: 0 } }"])
        == "663aa2464457043f3130a93c95e6c15d2856ddb04ea3f7c2d119837ba3907ca2")
    #expect(try digest(Self.lines) == "80bea585361aee622e3d23326c10edca8de2667b5c73e541228b9194ff910a7e")
    #expect(
      try digest([
        Self.lines[0].replacing("{ A: b, C: d }", with: "{ C: d, A: b }").replacing(
          "{ x: y, z: w }", with: "{ Z: w, X: y }"),
        "{ id: d, network: false, run: make, independent: true, expect: { exit: 0 } }", Self.lines[1], Self.lines[2],
      ]) == "80bea585361aee622e3d23326c10edca8de2667b5c73e541228b9194ff910a7e")
  }

  static let changes = [
    ("http://x", "http://y"), ("POST", "PUT"), ("A: b", "A: c"), ("A: b", "B: b"), ("body: c", "body: d"),
    (", body: c", ""), ("status: 200", "status: 201"), ("x: y", "x: z"), ("x: y", "x: { contains: y }"),
    ("path: a", "path: b"), ("[2, 9]", "[2, 8]"), (", lines: [2, 9]", ""), ("question: q", "question: r"),
    ("network: true", "network: false"), ("network: true", "independent: true"),
    ("independent: true", "independent: false"),
  ]

  @Test(arguments: changes) func `has a digest that changes with what is asked`(_ old: String, _ new: String) throws {
    let changed = Self.lines.map { $0.replacing(old, with: new) }
    #expect(changed != Self.lines)
    #expect(try digest(changed) != digest(Self.lines))
  }
}
