import WorkflowModel

/// Judges one observation by the expectation. Pure: the collection asks it of what it saw, the reader of what is stored.
enum Judge {
  /// Nil when the observation does not say enough: never for one that was just made.
  static func judge(_ expectation: Expectation, _ observation: Observation) -> Judgement? {
    switch expectation {
    case .success(let conditions): success(conditions, observation)
    case .failure(let because): control(because, observation)
    }
  }

  private static func success(_ conditions: Conditions, _ observation: Observation) -> Judgement? {
    if let error = notRun(conditions.exit, observation.ending) { return .error(error) }
    var answers: [Answer] = []
    if case .signal(let number) = observation.ending { answers.append(.fails("it was killed by signal \(number)")) }
    // Nothing asked: then at least it must not have failed.
    let wantedExit = conditions.isEmpty ? 0 : conditions.exit
    answers.append(exitAnswer(wantedExit, observation.ending))
    if observation.tests?.ran == 0 { answers.append(.fails("no test was run")) }
    return first(answers + all(conditions, observation)) { $0 }
  }

  private static func control(_ because: Conditions, _ observation: Observation) -> Judgement? {
    guard !because.isEmpty else { return .error("a control needs a reason ('because') to fail for") }
    if let error = notRun(because.exit, observation.ending) { return .error(error) }
    var answers: [Answer] = [exitAnswer(because.exit, observation.ending)]
    let hasFailedTests = observation.tests.map { !$0.failed.isEmpty } ?? false
    // That curl has done its work says nothing of the subject.
    if because.exit == nil, observation.ending == .exit(0), !hasFailedTests, observation.response == nil {
      answers.append(.fails("the exit was 0"))
    }
    if observation.tests?.ran == 0 { answers.append(.fails("no test was run")) }
    return first(answers + all(because, observation)) { "the control did not fail as it should: \($0)" }
  }

  /// What a shell says when there was nothing to run is no observation of the subject.
  static func notRun(_ wanted: Int?, _ ending: Ending) -> String? {
    switch ending {
    case .exit(127) where wanted != 127: "command not found (exit 127)"
    case .exit(126) where wanted != 126: "command not executable (exit 126)"
    default: nil
    }
  }

  private static func exitAnswer(_ wanted: Int?, _ ending: Ending) -> Answer {
    guard let wanted else { return .holds }
    switch ending {
    case .exit(wanted): return .holds
    case .exit(let code): return .fails("the exit was \(code), expected \(wanted)")
    case .signal(let number): return .fails("it was killed by signal \(number), expected exit \(wanted)")
    }
  }

  private static func all(_ conditions: Conditions, _ observation: Observation) -> [Answer] {
    var answers: [Answer] = []
    let output = observation.response == nil ? "standard output" : "the body"
    if conditions.status != nil || !conditions.headers.isEmpty {
      answers += observation.response?.answers(conditions) ?? [.unknown]
    }
    if let condition = conditions.stdout {
      answers.append(text(output, observation.stdout) { condition.answer(output, $0) })
    }
    if let condition = conditions.stderr {
      answers.append(text("standard error", observation.stderr) { condition.answer("standard error", $0) })
    }
    if !conditions.json.isEmpty {
      answers.append(text(output, observation.stdout) { conditions.json.answer(output, $0, for: observation.request) })
    }
    if conditions.collected != nil || conditions.failed != nil || !conditions.passed.isEmpty {
      answers.append(observation.tests?.answer(conditions) ?? .error("the check has no test reports"))
    }
    for fact in conditions.files { answers.append(observation.file(fact)) }
    return answers
  }

  private static func text(_ what: String, _ text: ObservedText, _ ask: ([UInt8]) -> Answer) -> Answer {
    switch text {
    case .whole(let bytes): ask(bytes)
    case .tooLarge(let bytes): .error("\(what) is too large to judge: \(bytes) bytes")
    case .unknown: .unknown
    }
  }

  /// The first condition that did not hold decides.
  private static func first(_ answers: [Answer], _ words: (String) -> String) -> Judgement? {
    for answer in answers {
      switch answer {
      case .holds, .unknown: continue
      case .fails(let reason): return .fail(words(reason))
      case .error(let reason): return .error(reason)
      }
    }
    return answers.contains(.unknown) ? nil : .pass
  }
}
