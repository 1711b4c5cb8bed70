import HostEffects
import WorkflowModel

/// One test, as a JUnit report tells of it.
package struct ReportedTest: Hashable, Sendable {
  package enum Result: Hashable, Sendable { case passed, failed, skipped }

  package let suite: String
  package let name: String
  package let result: Result

  /// Whether a name means this test: its own, or with its class before `.` or `::`.
  package func answers(to wanted: String) -> Bool { TestName(suite: suite, name: name).answers(to: wanted) }
}

/// The JUnit reports that a run of tests leaves below a directory, by pattern. What lies there before is removed, and
/// what is older than this value is refused, so that nobody's old green run is read.
package struct TestReports {
  private let reports: JUnitReports
  private let began: Int64

  /// Why there is nothing to judge.
  package struct Refusal: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  package init(pattern: String, below directory: String) throws(Refusal) {
    guard let files = WorkspaceFiles(root: directory) else {
      throw Refusal(description: "'\(shown(directory))' is no directory")
    }
    reports = JUnitReports(pattern: pattern, files: files, request: nil)
    switch reports.clear(marker: directory + "/.assay-run-began") {
    case .success(let moment): began = moment
    case .failure(let refusal): throw Refusal(description: refusal.reason)
    }
  }

  package func read() throws(Refusal) -> [ReportedTest] {
    switch reports.read(since: began) {
    case .failure(let refusal): throw Refusal(description: refusal.reason)
    case .success(let counts):
      func tests(_ names: [TestName], _ result: ReportedTest.Result) -> [ReportedTest] {
        names.map { ReportedTest(suite: $0.suite, name: $0.name, result: result) }
      }
      return tests(counts.passed, .passed) + tests(counts.failed, .failed) + tests(counts.skipped, .skipped)
    }
  }
}
