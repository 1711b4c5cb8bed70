import WorkflowModel

/// What the reports of a junit check say, counted from their test cases; a report's own totals are not believed.
struct TestCounts: Hashable, Sendable {
  /// Names of every case that passed, failed (or had an error), was skipped.
  var passed: [TestName] = []
  var failed: [TestName] = []
  var skipped: [TestName] = []

  /// How many tests ran; a skipped one did not.
  var ran: Int { passed.count + failed.count }

  mutating func add(_ cases: [TestCase]) {
    for test in cases {
      switch test.result {
      case .passed: passed.append(test.name)
      case .failed: failed.append(test.name)
      case .skipped: skipped.append(test.name)
      }
    }
  }

  /// Asks the report conditions.
  func answer(_ conditions: Conditions) -> Answer {
    if let wanted = conditions.collected, !wanted.contains(ran) {
      return .fails("\(counted(ran, "test")) ran\(skippedWords), expected \(wanted.words)")
    }
    if let wanted = conditions.failed, !wanted.contains(failed.count) {
      let first = failed.first.map { ", first '\(shown("\($0)"))'" } ?? ""
      return .fails("\(counted(failed.count, "test")) failed\(first), expected \(wanted.words)")
    }
    for name in conditions.passed {
      if failed.contains(where: { $0.answers(to: name) }) { return .fails("test '\(shown(name))' failed") }
      if passed.contains(where: { $0.answers(to: name) }) { continue }
      let isSkipped = skipped.contains { $0.answers(to: name) }
      return .fails("test '\(shown(name))' \(isSkipped ? "was skipped" : "is in no report")")
    }
    return .holds
  }

  private var skippedWords: String { skipped.isEmpty ? "" : " (\(skipped.count) skipped)" }
}

struct TestCase: Hashable, Sendable {
  enum Result: Hashable, Sendable { case passed, failed, skipped }
  var name: TestName
  var result: Result
}

struct TestName: Hashable, Sendable, CustomStringConvertible {
  let suite: String
  let name: String

  var description: String { suite.isEmpty ? name : "\(suite).\(name)" }

  /// A checklist may name a test by its name alone, or with its class before `.` or `::`.
  func answers(to wanted: String) -> Bool {
    wanted == name || (!suite.isEmpty && (wanted == "\(suite).\(name)" || wanted == "\(suite)::\(name)"))
  }
}
