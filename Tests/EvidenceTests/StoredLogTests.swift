import Crypto
import Testing
import WorkflowModel

@testable import Evidence

/// A log that was masked or cut, and one that only says so.
struct StoredLogTests {
  private func stream(
    _ seen: String, as stored: String, size: Int? = nil
  ) throws -> (stated: StatedStream, log: [UInt8]) {
    func digest(_ text: String) throws -> WorkflowModel.Digest {
      let hash = Hexadecimal.text(of: SHA256.hash(data: Array(text.utf8)))
      return try #require(Optional(hash).flatMap { WorkflowModel.Digest($0) })
    }
    let stated = StatedStream(
      sha256: try digest(seen), size: size ?? seen.utf8.count, stored: "logs/a.stdout",
      storedSHA256: try digest(stored))
    return (stated, Array(stored.utf8))
  }

  private func form(_ seen: String, as stored: String, size: Int? = nil) throws -> LogForm? {
    let (stated, log) = try stream(seen, as: stored, size: size)
    return stated.form(of: log)
  }

  @Test func `a digest alone makes no log a masked or a cut one`() throws {
    #expect(try form("hi\n", as: "hi\n") == .whole)
    #expect(try form("hi\n", as: "hi\n", size: 4) == nil)
    #expect(try form("hi\n", as: "ho\n") == nil)
    #expect(try form("hi s3cret\n", as: "hi [masked]\n") == .masked)
    let long = String(repeating: "x", count: 100_000)
    let stated = try stream(long, as: "").stated
    let gap = String(decoding: StreamRecord.gap(size: stated.size, sha256: stated.sha256.hex), as: UTF8.self)
    let end = String(repeating: "x", count: EvidenceLimits.logEnd)
    #expect(try form(long, as: end + gap + end) == .cut)
    #expect(try form(long, as: end + end) == nil)
    #expect(try form(long, as: end + gap + end + end) == nil)
    // The same line, of another output.
    #expect(try form(long + "y", as: end + gap + end) == nil)
    let short = String(
      decoding: StreamRecord.gap(size: 3, sha256: try stream("hi\n", as: "").stated.sha256.hex), as: UTF8.self)
    #expect(try form("hi\n", as: "ho" + short) == nil)
  }

  @Test func `a masked log is judged as it is stored`() async throws {
    let bench = try Bench()
    let json = Conditions(json: [JSONCondition(pointer: "/level", test: .equals(.number(2)))])
    let checks = [
      check("beside", shell("echo token=abcdef; echo hi"), says("hi")),
      check("behind", shell("echo token=abcdef; echo hi"), says("abcdef")),
      check("lacks", shell("echo token=abcdef"), .success(Conditions(stdout: TextCondition(lacks: ["abcdef"])))),
      check("json", shell(#"echo '{"token": "abcdef", "password": null, "level": 2}'"#), .success(json)),
      check("facts", .file([.present(path: "token=abcdef")]), needs: ["made"]),
      check("made", shell("touch token=abcdef")),
    ]
    let collected = try await bench.collect(checks)
    let outcomes = Dictionary(uniqueKeysWithValues: collected.set.outcomes.map { ($0.check.text, $0) })
    #expect(outcomes["beside"]?.status == .pass && outcomes["json"]?.status == .pass)
    #expect(outcomes["lacks"]?.status == .fail && outcomes["facts"]?.status == .pass)
    #expect(outcomes["behind"]?.status == .error)
    #expect(outcomes["behind"]?.reason.hasPrefix("as its log is stored, with secrets masked, it does not pass") == true)
    #expect(collected.text("logs/beside.stdout") == "token=[masked]\nhi\n")
    let stored = try EvidenceReader.open(files: collected.pairs)
    #expect(EvidenceReader.recheck(stored, try bench.gate(checks)) == [])
  }

  static let claims: [(String, String, Bool)] = [
    ("good", "token=[masked]\nho\n", true), ("good", "[masked]\n", true), ("good", "hi\n[masked]\n", false),
    ("facts", "[masked]\n", true), ("facts", "fails: r.txt is present [masked]\n", true),
  ]

  @Test(arguments: claims) func `that a log was masked is no answer`(
    _ id: String, _ log: String, _ isFound: Bool
  ) async throws {
    let bench = try Bench()
    let checks = [
      check("good", shell("echo hi | tee r.txt"), says("hi")),
      check("facts", .file([.present(path: "r.txt")]), needs: ["good"]),
    ]
    let collected = try await bench.collect(checks)
    let path = "logs/\(id).stdout"
    let old = try #require(collected.text(path))
    let honest = try stream(old, as: old).stated.sha256.hex
    let claimed = try stream(old + "!", as: log).stated
    let statement = try #require(collected.text("statement.json"))
      .replacing("\"sha256\" : \"\(honest)\"", with: "\"sha256\" : \"\(claimed.sha256)\"")
      .replacing("\"storedSHA256\" : \"\(honest)\"", with: "\"storedSHA256\" : \"\(claimed.storedSHA256)\"")
    let files = collected.pairs.map { file in
      switch file.path {
      case path: (file.path, Array(log.utf8))
      case "statement.json": (file.path, Array(statement.utf8))
      default: file
      }
    }
    let found = EvidenceReader.recheck(try EvidenceReader.open(files: files), try bench.gate(checks))
    #expect(found.isEmpty == !isFound, "\(found)")
  }

  private func says(_ word: String) -> WorkflowModel.Expectation {
    .success(Conditions(exit: 0, stdout: TextCondition(contains: [word])))
  }
}
