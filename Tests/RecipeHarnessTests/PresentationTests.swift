import RecipeHarness
import Recipes
import Swarm
import Testing

@testable import Evidence

@Suite struct PresentationTests {
  static let failed = StageResult(
    .upgrade, .fail,
    tests: [
      StageTest(name: "a \"quoted\" <test> & more", status: .pass, ms: 1), StageTest(name: "b", status: .skip, ms: 0),
      StageTest(name: "\u{0}\u{FFFF}\u{1B}[1m", status: .fail, ms: 1234), StageTest(name: "d", status: .unver, ms: 0),
    ],
    reasons: [Reason(.rolledBack, "update rolled back due to failure <x>\u{0}"), Reason(.notReady)],
    services: [ServiceEnd(service: "app", .failed(.rolledBack, message: "update rolled back"))],
    duration: .milliseconds(61_005))

  @Test func `the evidence's own reader counts what was written`() throws {
    let text = JUnitWriter.document(Self.failed, recipe: "custom-html")
    var counts = TestCounts()
    counts.add(try JUnitReport.read(Array(text.utf8)).cases)
    #expect(counts.passed.map(\.description) == ["custom-html.upgrade.a \"quoted\" <test> & more"])
    #expect(counts.failed.map(\.name) == ["upgrade", "␀\u{FFFD}␛[1m", "d"])
    #expect(counts.skipped.map(\.name) == ["b"])
    #expect(
      text.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"custom-html.upgrade\" tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"1\" time=\"61.005\">\n"
      ))
    #expect(text.contains("failure &lt;x&gt;␀; a ready probe was not answered\"/></testcase>"))
  }

  @Test(arguments: RungStatus.allCases) func `a stage without tests is a test itself`(status: RungStatus) throws {
    var counts = TestCounts()
    counts.add(try JUnitReport.read(Array(JUnitWriter.document(StageResult(.backup, status), recipe: "r").utf8)).cases)
    #expect(counts.passed.count == (status == .pass ? 1 : 0))
    #expect(counts.failed.count == (status == .fail || status == .unver ? 1 : 0))
    #expect(counts.skipped.count == (status == .skip ? 1 : 0))
  }

  @Test func `the badge is a number on its colour`() throws {
    let colours = ["#e5534b", "#e0823d", "#e0823d", "#d9b343", "#a0b93f", "#3fb950"]
    for (level, colour) in colours.enumerated() {
      let text = Badge.document(level: level)
      #expect(text.contains("fill=\"\(colour)\"") && text.contains(">\(level)</text>"))
      var scanner = XMLScanner(Array(text.utf8))
      while try scanner.next() != nil {}
    }
  }

  @Test func `a good run is shown in a few lines`() throws {
    #expect(
      try goodResult().summary == """
        RUN SUMMARY custom-html pass: install/upgrade=pass backup/restore=skip custom=pass, level 5, deploy-count=1, clean teardown, no secret leaked
          install  pass   4.2 s
          upgrade  pass   9.0 s
          backup   skip   no service is backed up
          restore  skip   no service is backed up
          custom   pass   0.0 s
          lint     pass   no rule of error severity is broken

        """)
  }

  @Test func `what nobody could look at is not said to be left`() throws {
    let lost = try goodResult().with {
      $0.flags = RunFlags(cleanTeardown: false, noSecretLeak: true)
      $0.reasons = [Reason(.engineLost)]
    }
    #expect(lost.summary.contains(", what is left on the engine is not known, "))
    let left = lost.with { $0.reasons.append(Reason(.teardownLeak)) }
    #expect(left.summary.contains(", something is left on the engine, "))
  }

  @Test func `a bad one says why`() throws {
    let result = try goodResult().with {
      $0.stages = [$0.stages[0], Self.failed]
      $0.flags = RunFlags(cleanTeardown: false, noSecretLeak: true)
      $0.reasons = [Reason(.teardownLeak, "volume cust_data")]
      $0.lint = nil
    }
    #expect(
      result.summary == """
        RUN SUMMARY custom-html fail: install=pass upgrade=fail, level 1, deploy-count=1, something is left on the engine, no secret leaked
          install  pass   4.2 s
          upgrade  fail   rolled_back: the head did not stay healthy, and the engine put the base back: update rolled back due to failure <x>␀
                          not_ready: a ready probe was not answered
          teardown_leak: something of the run is left on the engine: volume cust_data

        """)
  }
}
