import Testing
import WorkflowModel

@testable import Evidence

private func junit(_ source: String, _ reports: String = "out/*.xml") -> CheckKind {
  .junit(.shell(source), reports: reports)
}

private func wants(collected: Bounds? = nil, failed: Bounds? = nil, passed: [String] = []) -> WorkflowModel.Expectation
{
  .success(Conditions(collected: collected, failed: failed, passed: passed))
}

private func writes(_ report: String, exit: Int = 0) -> CheckKind {
  junit("mkdir -p out; cat > out/r.xml <<'END'\n\(report)\nEND\nexit \(exit)")
}

private let two = """
  <?xml version="1.0"?><!-- a comment --><testsuites tests="99" failures="0"><testsuite name="s">
  <testcase classname="A" name="x &lt;&#65;&#x42;&gt;"/><testcase classname="A" name="y"><system-out><![CDATA[<testcase/>]]>
  </system-out></testcase><testcase name="z"><skipped/></testcase></testsuite></testsuites>
  """
private let broken = """
  <testsuite><testcase name="x"/><testcase classname="B" name="x"><failure message="m">text</failure></testcase>\
  <testcase name="e"><error/></testcase></testsuite>
  """

struct ReportTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  static let cases = [
    Case("counted from cases", writes(two), wants(collected: .exactly(2), failed: .exactly(0)), .pass),
    Case(
      "too few", writes(two), wants(collected: .init(min: 3)), .fail, "2 tests ran (1 skipped), expected at least 3"),
    Case("named by class and name", writes(two), wants(passed: ["A.y", "A::y", "y"]), .pass),
    Case("named with entities", writes(two), wants(passed: ["x <AB>"]), .pass),
    Case("a skipped one has not passed", writes(two), wants(passed: ["z"]), .fail, "'z' was skipped"),
    Case("one that is not there", writes(two), wants(passed: ["w"]), .fail, "'w' is in no report"),
    Case("failures and errors", writes(broken), wants(failed: .exactly(0)), .fail, "2 tests failed, first 'B.x'"),
    Case("one name, passed and failed", writes(broken), wants(passed: ["x"]), .fail, "'x' failed"),
    Case("control", writes(broken, exit: 1), .failure(because: Conditions(failed: .exactly(2))), .pass),
    Case("control by report alone", writes(broken), .failure(because: Conditions(failed: .exactly(2))), .pass),
    Case("control passes", writes(two), .failure(because: Conditions(collected: .exactly(2))), .fail, "the exit was 0"),
    Case("none ran", writes("<testsuite/>"), wants(failed: .exactly(0)), .fail, "no test was run"),
    Case("none ran, none wanted", writes("<testsuite/>"), wants(collected: .exactly(0)), .fail, "no test was run"),
    Case(
      "only skipped", writes("<testsuite><testcase name='a'><skipped/></testcase></testsuite>"), wants(), .fail,
      "no test"),
    Case(
      "googletest's left out", writes("<testsuite><testcase name='a' status='notrun'/></testsuite>"), wants(), .fail,
      "no test"),
    Case("no report", junit("true"), wants(), .error, "no report"),
    Case("no report, failed", junit("exit 2"), wants(), .error, "no report"),
    Case("cannot run", junit("no-such-tool"), wants(), .error, "command not found"),
    Case("unfinished", writes("<testsuite><testcase name='a'/>"), wants(), .error, "malformed"),
    Case("crossed", writes("<testsuite><testcase></testsuite></testcase>"), wants(), .error, "malformed"),
    Case("document type", writes("<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite/>"), wants(), .error, "document type"),
    Case("entity", writes("<testsuite><testcase name='&x;'/></testsuite>"), wants(), .error, "unknown entity"),
    Case("two documents", writes("<testsuite/><testsuite/>"), wants(), .error, "a second document"),
    Case("no report format", writes("<html/>"), wants(), .error, "no JUnit report"),
    Case("empty", writes(""), wants(), .error, "malformed"),
    Case(
      "stale", junit("mkdir -p out; echo '<testsuite/>' > out/r.xml; touch -d '2001-01-01' out/r.xml"), wants(), .error,
      "stale"),
    Case("leads out", junit("mkdir -p out; ln -s /etc/passwd out/r.xml"), wants(), .error, "no file of the workspace"),
  ]

  @Test(arguments: cases) func `reports are read for what they are`(_ test: Case) async throws {
    try await test.run(on: bench)
  }

  @Test func `a report from before does not count`() async throws {
    try bench.write("out/old.xml", "<testsuite><testcase name='a'/></testsuite>")
    try bench.write("keep/old.xml", "kept")
    let outcome = try await bench.outcome(check("j", junit("test ! -e out/old.xml"), wants(collected: .init(min: 1))))
    #expect(outcome.status == .error)
    #expect(outcome.reason.contains("no report"))
    #expect(try await bench.outcome(check("f", .file([.present(path: "keep/old.xml")]))).status == .pass)
  }

  @Test func `any bytes are a report or a fault`() {
    var generator = Fixed(seed: 7)
    let seed = Array(two.utf8)
    for _ in 0..<3_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
      }
      bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      do { #expect(try JUnitReport.read(bytes).cases.count <= 6) } catch { #expect(error.offset <= bytes.count) }
    }
  }
}

/// The same numbers every time.
struct Fixed: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
