import WorkflowModel

/// `git`: facts about the repository's objects.
struct GitQuestion: FactQuestion {
  let facts: [GitFact]

  var words: [String] { facts.map(\.words) }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    let git: GitQuestions
    do {
      git = try GitQuestions(runner.setting, runner.sandbox)
    } catch {
      return CheckRun(judgement: .error(error.reason))
    }
    return try await runner.facts(words, instance) { try await git.answer(facts[$0]) }
  }
}

/// `file`: facts about files of the workspace.
struct FileQuestion: FactQuestion {
  let facts: [FileFact]

  var words: [String] { facts.map(\.words) }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    try await runner.facts(words, instance) { runner.answer(facts[$0]) }
  }
}

/// A question that is a list of facts. A report stands for its output: exit 1 says that a fact does not hold.
protocol FactQuestion: Question {
  var words: [String] { get }
}

extension FactQuestion {
  var asked: Asked { Asked(facts: words) }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    // Facts that do not hold end in exit 1, whatever else is asked.
    if case .success = expectation, run.ending != .exit(0) { return .fail("a fact did not hold") }
    // The report is assay's own, so its digest is known whatever was masked.
    let report = StreamRecord(text: words.map { FactReport.holds($0) }.joined())
    if run.ending == .exit(0), let stdout = run.stated.stdout, stdout.sha256.hex != report.sha256 {
      return .error("the log is not the report that every fact holds")
    }
    return Judge.judge(expectation, run.observation)
  }
}

/// The lines of a report on facts.
enum FactReport {
  static func holds(_ fact: String) -> String { "holds: \(InertText.line(fact))\n" }
}
