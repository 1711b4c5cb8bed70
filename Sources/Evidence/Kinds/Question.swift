import WorkflowModel

/// One kind of check: how it is asked, how it is stated, and what its stored outputs come to when they are judged once
/// more. A kind is a file of this directory, and a case of ``WorkflowModel/CheckKind``, which
/// ``CheckInstance/question`` leads to the file.
protocol Question: Sendable {
  /// Asks once. Throws `CancellationError`, after all that it started has ended.
  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun

  /// What is asked, as the statement says it.
  var asked: Asked { get }

  /// Judges what is stored of a run. Nil when the set does not say enough.
  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement?
}

/// What was run; one of them, or neither when facts were asked.
struct Asked {
  var argv: [String]?
  var shell: String?
  var facts: [String]?

  init(_ command: Command) {
    switch command {
    case .shell(let source): shell = source
    case .arguments(let list): argv = list
    }
  }

  init(facts: [String]) { self.facts = facts }
}

/// A run as the set has it: its outputs, where they are not cut.
struct StoredRun {
  let stated: StatedRun
  /// What was read, for an inspection.
  let inspected: StatedInspection?
  let ending: Ending
  let stdout: ObservedText
  let stderr: ObservedText
  let request: RequestIdentity

  /// What can be seen once more of a command.
  var observation: Observation {
    Observation(
      ending: ending, stdout: stdout, stderr: stderr, tests: nil, file: { _ in .unknown },
      request: request)
  }
}

extension CheckInstance {
  /// What is asked, matrix values put in.
  var question: any Question {
    let substitution = MatrixSubstitution(values: values)
    switch check.asks {
    case .run(let command): return RunQuestion(command: substitution.command(command))
    case .junit(let command, let reports):
      return JUnitQuestion(command: substitution.command(command), reports: substitution.text(reports))
    case .git(let facts): return GitQuestion(facts: facts.map(substitution.fact))
    case .file(let facts): return FileQuestion(facts: facts.map(substitution.fact))
    case .inspect(let inspection): return InspectQuestion(inspection: inspection)
    case .http(let request): return HTTPQuestion(request: substitution.request(request))
    case .harness(let trial): return HarnessQuestion(trial: substitution.trial(trial))
    }
  }

  /// What is expected, matrix values put in.
  var expectation: Expectation {
    let substitution = MatrixSubstitution(values: values)
    switch check.expects {
    case .success(let conditions): return .success(substitution.conditions(conditions))
    case .failure(let because): return .failure(because: substitution.conditions(because))
    }
  }
}
