import FoundationEssentials
import Testing
import WorkflowModel

@testable import Evidence

private let says = WorkflowModel.Expectation.success(Conditions(exit: 0, stdout: TextCondition(contains: ["hi"])))

struct StoredSetTests {
  let bench: Bench
  let checks: [Check]
  let collected: CollectedSet

  init() async throws {
    bench = try Bench()
    checks = [
      check("good", shell("echo hi"), says, repeats: 2),
      check("bad", shell("echo ho"), says),
      check(
        "teeth", shell("echo HC1; exit 1"), .failure(because: Conditions(stdout: TextCondition(contains: ["HC1"])))),
      check("many", shell("echo hi $x"), says, matrix: [MatrixAxis(name: "x", values: ["1", "2"])]),
      check("gone", .run(.arguments(["no-such-tool"])), needs: ["good"]),
      check("long", shell("echo hi; head -c 100000 /dev/zero | tr '\\0' x"), says),
      check(
        "tests",
        .junit(.shell("echo \"<testsuite><testcase name='t'/></testsuite>\" > r.xml"), reports: "*.xml"),
        .success(Conditions(collected: Bounds(min: 1), failed: .exactly(0)))),
      check("facts", .file([.present(path: "r.xml")]), needs: ["tests"]),
    ]
    collected = try await bench.collect(checks)
  }

  private var statement: String { collected.text("statement.json") ?? "" }

  private func forged(_ old: String, into new: String) throws -> [(path: String, bytes: [UInt8])] {
    #expect(statement.contains(old), "\(old)")
    let bytes = Array(statement.replacing(old, with: new).utf8)
    return collected.pairs.map { $0.path == "statement.json" ? ($0.path, bytes) : $0 }
  }

  @Test func `what is written is read`() throws {
    #expect(try EvidenceReader.read(files: collected.pairs) == collected.set)
    #expect(
      collected.set.outcomes.map(\.status) == [.pass, .fail, .pass, .pass, .pass, .error, .pass, .pass, .pass],
      "\(collected.set.outcomes.map(\.reason))")
    #expect(collected.set.started == Timestamp(seconds: 1_780_000_000))
    #expect(collected.set.nonce == "n0nce")
    #expect(collected.set.workspace == .cold)
    let again = try EvidenceReader.open(files: collected.pairs)
    #expect(EvidenceReader.recheck(again, try bench.gate(checks)) == [])
  }

  @Test func `the statement has in-toto's names`() throws {
    let document = try JSONReader.read(Array(statement.utf8))
    func text(_ pointer: String) -> JSONValue? { document.value(at: pointer) }
    #expect(text("/_type") == .text("https://in-toto.io/Statement/v1"))
    #expect(text("/subject/0/digest/gitCommit") == .text("\(Bench.subject)"))
    #expect(text("/predicateType") == .text("https://in-toto.io/attestation/test-result/v0.1"))
    #expect(text("/predicate/result") == .text("FAILED"))
    #expect(text("/predicate/configuration/0/digest/gitBlob") == .text("\(collected.set.plan)"))
    #expect(text("/predicate/failedTests") == .array([.text("bad"), .text("gone")]))
    #expect(
      text("/predicate/passedTests")
        == .array(["good", "teeth", "many (x=1)", "many (x=2)", "long", "tests", "facts"].map { .text($0) }))
    #expect(text("/predicate/warnedTests") == .array([]))
    #expect(text("/predicate/assay/isolation/sandbox") == .text("none"))
    #expect(text("/predicate/assay/isolation/network") == .text("shared"))
    #expect(statement.hasSuffix("}\n"))
  }

  @Test func `a long log keeps both ends and the digest of all`() throws {
    let log = try #require(collected.text("logs/long.stdout"))
    #expect(log.hasPrefix("hi\nxxx"))
    #expect(log.hasSuffix("xxx"))
    #expect(log.contains("[… 34467 bytes left out; sha256 of all: "))
    #expect(log.utf8.count < EvidenceLimits.wholeLog + 200)
  }

  @Test func `every changed byte of a file is noticed`() throws {
    for (index, file) in collected.pairs.enumerated() where !file.bytes.isEmpty {
      for place in Set([0, file.bytes.count / 2, file.bytes.count - 1]) {
        var files = collected.pairs
        files[index].bytes[place] ^= 1
        #expect(throws: EvidenceError.self, "\(file.path) at \(place)") { try EvidenceReader.read(files: files) }
      }
    }
  }

  @Test func `files missing, extra, twice, swapped or too large are refused`() throws {
    let files = collected.pairs
    for index in files.indices {
      var fewer = files
      let gone = fewer.remove(at: index).path
      #expect(throws: gone == "statement.json" ? EvidenceError.noStatement : .fileMissing(gone)) {
        try EvidenceReader.read(files: fewer)
      }
    }
    #expect(throws: EvidenceError.fileExtra("logs/more")) {
      try EvidenceReader.read(files: files + [("logs/more", [])])
    }
    #expect(throws: EvidenceError.fileTwice("logs/bad.stdout")) {
      try EvidenceReader.read(files: files + [("logs/bad.stdout", [])])
    }
    #expect(throws: EvidenceError.self) {
      try EvidenceReader.read(files: files + (0..<4_000).map { ("logs/\($0)", []) })
    }
    #expect(throws: EvidenceError.self) {
      try EvidenceReader.read(files: files + [("logs/x", Array(repeating: 0, count: EvidenceLimits.setBytes))])
    }
    #expect(throws: EvidenceError.noStatement) { try EvidenceReader.read(files: []) }
  }

  static let forgeries: [(String, String, EvidenceError?)] = [
    (
      #""result" : "FAILED""#, #""result" : "PASSED""#,
      .contradiction("subject, result or lists do not follow from the checks")
    ),
    (#""status" : "fail""#, #""status" : "pass""#, nil),
    (#""status" : "fail""#, #""status" : "waived""#, nil),
    (#""schema" : 2"#, #""schema" : 3"#, .unknownSchema("3")),
    (#""schema" : 2"#, #""schema" : 0"#, .unknownSchema("0")),
    (#""nonce" : "n0nce""#, #""nonce" : """#, .contradiction("it has no nonce")),
    (#""cold" : true"#, #""cold" : false"#, .contradiction("cold and not cold")),
    (#""workspace" : "cold""#, #""workspace" : "warm""#, .contradiction("cold and not cold")),
    (#""nonce" : "n0nce""#, #""nonce" : "n0nce", "extra" : 1"#, .notCanonical),
    (#""nonce" : "n0nce""#, #""nonce" : "other", "nonce" : "n0nce""#, nil),
    (#""nonce" : "n0nce""#, #""nonce"  : "n0nce""#, .notCanonical),
    ("7ae7000000000000000000000000000000000001", "7AE7000000000000000000000000000000000001", nil),
    (#""started" : "2026-"#, #""started" : "2027-"#, .contradiction("it finished before it started")),
    (#""reason" : "standard output"#, #""reason" : "\u202estandard output"#, nil),
    (#"logs/good+r1.stdout"#, #"../good+r1.stdout"#, nil),
    (#"logs/good+r1.stdout"#, #"logs/good+r2.stdout"#, nil),
    (#""size" : 3"#, #""size" : 4"#, nil),
    (#""seconds" : "#, #""seconds" : -"#, nil),
    (#""id" : "bad""#, #""id" : "good""#, nil),
    (#""exit" : 0"#, #""signal" : 0"#, nil),
  ]

  @Test(arguments: forgeries) func `a forged statement is refused`(
    _ old: String, _ new: String, _ error: EvidenceError?
  )
    throws
  {
    let files = try forged(old, into: new)
    if let error {
      #expect(throws: error) { try EvidenceReader.read(files: files) }
    } else {
      #expect(throws: EvidenceError.self) { try EvidenceReader.read(files: files) }
    }
  }

  @Test func `no mutation crashes the reader, or makes a status better than its runs`() throws {
    var generator = Fixed(seed: 11)
    let original = Array(statement.utf8)
    let tokens = ["pass", "fail", "error", "\"", "{", "}", "[", "]", "0", "-1", "1e999", "null", "\\u0000", "\u{202E}"]
    let logs = collected.pairs.filter { $0.path != "statement.json" }
    var accepted = 0
    for _ in 0..<1_500 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...6, using: &generator))
        let token = tokens[Int.random(in: 0..<tokens.count, using: &generator)]
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.replaceSubrange(place..<end, with: token.utf8)
        default: bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
      }
      do {
        let set = try EvidenceReader.read(files: logs + [("statement.json", bytes)])
        accepted += 1
        for outcome in set.outcomes {
          #expect(outcome.status == CheckStatus.overall(outcome.runs))
          let was = try #require(collected.set.outcomes.first { $0.check == outcome.check })
          #expect(outcome.status != .pass || was.status == .pass)
        }
      } catch let error as EvidenceError {
        #expect(!"\(error)".isEmpty)
      }
    }
    // Most bytes are bound; what is free (a duration, a title) may change.
    #expect(accepted > 0 && accepted < 300)
  }

  @Test func `a forged status that is consistent in itself is found by judging again`() throws {
    let details = try EvidenceReader.open(files: collected.pairs).details
    // All that a forger without the digests' preimages can do: state another status and its consequences.
    let forged = details.checks.map { check in
      let status: CheckStatus = check.id.text == "teeth" ? .fail : .pass
      let isTouched = check.id.text == "teeth" || check.id.text == "bad"
      guard isTouched else { return check }
      let runs = check.runs.map { run in
        StatedRun(
          status: status, reason: status == .pass ? "" : "no", exit: run.exit, signal: run.signal, seconds: run.seconds,
          tests: run.tests, stdout: run.stdout, stderr: run.stderr)
      }
      return StatedCheck(
        id: check.id, title: check.title, kind: check.kind, argv: check.argv, shell: check.shell, facts: check.facts,
        network: check.network, inspected: check.inspected, instance: check.instance, control: check.control,
        status: status, reason: StatedCheck.reason(status, runs),
        runs: runs)
    }
    let stored = try EvidenceReader.open(files: try files(details, forged))
    let found = EvidenceReader.recheck(stored, try bench.gate(checks))
    #expect(found.count == 2)
    #expect(
      found.contains {
        if case .status("bad", 1, .pass, let why) = $0 { why.contains("does not contain") } else { false }
      })
    #expect(found.contains(.status("teeth", run: 1, stated: .fail, found: "what is stored passes")))
  }

  @Test func `a set that answers another checklist is told from one that answers this`() throws {
    let stored = try EvidenceReader.open(files: collected.pairs)
    let gate = try bench.gate(Array(checks.dropLast()) + [check("other", shell("true"))])
    #expect(EvidenceReader.recheck(stored, gate) == [.missing("other"), .unknown("facts")])
    let once = try bench.gate([check("good", shell("echo hi"), says, repeats: 3)] + checks.dropFirst())
    #expect(EvidenceReader.recheck(stored, once) == [.askedOtherwise("good")])
  }

  private func files(_ details: StatedCollection, _ checks: [StatedCheck]) throws -> [(path: String, bytes: [UInt8])] {
    let forged = StatedCollection(
      schema: details.schema, phase: details.phase, gate: details.gate, claim: details.claim, subject: details.subject,
      plan: details.plan, checklist: details.checklist, collector: details.collector, role: details.role,
      nonce: details.nonce, started: details.started, finished: details.finished, workspace: details.workspace,
      isolation: details.isolation, toolVersion: details.toolVersion, host: details.host, checks: checks,
      unasked: details.unasked)
    let bytes = try Statement(forged).encoded()
    return collected.pairs.map { $0.path == "statement.json" ? ($0.path, bytes) : $0 }
  }
}
