import HostEffects
import WorkflowModel

/// What one run of a check instance came to.
struct CheckRun {
  var judgement: Judgement
  var ending: Ending?
  var duration: Duration
  var tests: TestCounts?
  var stdout: StreamRecord?
  var stderr: StreamRecord?
}

/// Runs check instances in the workspace.
struct CheckRunner {
  let setting: CheckEnvironment
  let sandbox: Sandbox
  let files: WorkspaceFiles

  /// Runs the instance once. Throws `CancellationError`, after all that it started has ended.
  func run(_ instance: CheckInstance) async throws -> CheckRun {
    let substitution = MatrixSubstitution(values: instance.values)
    switch instance.check.asks {
    case .run(let command):
      return try await self.command(command, instance) { outcome, stdout, stderr in
        judge(instance, Observation(outcome, stdout, stderr, tests: nil, file: ask))
      }
    case .junit(let command, let reports):
      let reports = JUnitReports(pattern: substitution.text(reports), files: files)
      let started: Int64
      switch reports.clear(marker: setting.workspace.temporary + "/.assay-run-began") {
      case .success(let moment): started = moment
      case .failure(let refusal): return CheckRun(judgement: .error(refusal.reason), duration: .zero)
      }
      return try await self.command(command, instance) { outcome, stdout, stderr in
        switch reports.read(since: started) {
        case .success(let tests):
          var run = judge(instance, Observation(outcome, stdout, stderr, tests: tests, file: ask))
          run.tests = tests
          return run
        case .failure(let refusal):
          let reason = Judge.notRun(instance.check.expects.conditions.exit, Ending(outcome.ending)) ?? refusal.reason
          return CheckRun(judgement: .error(reason), duration: .zero)
        }
      }
    case .git(let facts):
      let git: GitQuestions
      do {
        git = try GitQuestions(setting, sandbox)
      } catch {
        return CheckRun(judgement: .error(error.reason), duration: .zero)
      }
      let facts = facts.map(substitution.fact)
      return try await self.facts(facts.map(\.words), instance) { try await git.answer(facts[$0]) }
    case .file(let facts):
      let facts = facts.map(substitution.fact)
      return try await self.facts(facts.map(\.words), instance) { ask(facts[$0]) }
    }
  }

  private func ask(_ fact: FileFact) -> Answer { fact.answer(in: files) }

  private func judge(_ instance: CheckInstance, _ observation: Observation) -> CheckRun {
    let substitution = MatrixSubstitution(values: instance.values)
    let expectation: Expectation =
      switch instance.check.expects {
      case .success(let conditions): .success(substitution.conditions(conditions))
      case .failure(let because): .failure(because: substitution.conditions(because))
      }
    let judgement = Judge.judge(expectation, observation) ?? .error("the observation does not say enough")
    return CheckRun(judgement: judgement, duration: .zero)
  }

  private func command(
    _ command: Command, _ instance: CheckInstance,
    judge: (SupervisedOutcome, StreamRecord, StreamRecord) -> CheckRun
  ) async throws -> CheckRun {
    let variables = setting.variables(for: instance)
    let arguments: [String]
    switch command {
    case .shell(let source): arguments = ["/bin/sh", "-c", source]
    case .arguments(let list):
      let list = MatrixSubstitution(values: instance.values).arguments(list)
      let program = list.first ?? ""
      switch ProgramSearch.find(program, path: variables["PATH"] ?? "", directory: setting.workspace.root) {
      case .found(let path): arguments = [path] + list.dropFirst()
      case .notFound:
        return CheckRun(judgement: .error("command not found: '\(shown(program))'"), duration: .zero)
      case .notExecutable:
        return CheckRun(judgement: .error("command not executable: '\(shown(program))'"), duration: .zero)
      }
    }
    let (stdout, stderr) = (StreamRecorder(), StreamRecorder())
    let outcome: SupervisedOutcome
    do {
      outcome = try await runSupervised(
        sandbox.command(
          arguments, workspace: setting.workspace, environment: variables, deadline: instance.check.timeout)
      ) { stream, bytes in
        (stream == .stdout ? stdout : stderr).take(bytes)
      }
    } catch let error as SupervisedRunError {
      return CheckRun(judgement: .error("\(error)"), duration: .zero)
    }
    let (output, errors) = (stdout.record, stderr.record)
    var run: CheckRun
    if outcome.timedOut {
      run = CheckRun(judgement: .error("timed out after \(instance.check.timeout.words)"), duration: .zero)
    } else if outcome.survivors > 0 {
      run = CheckRun(judgement: .error("\(outcome.survivors) of its processes could not be ended"), duration: .zero)
    } else {
      run = judge(outcome, output, errors)
    }
    run.ending = Ending(outcome.ending)
    run.duration = outcome.duration
    run.stdout = output
    run.stderr = errors
    return run
  }

  /// Asks facts and reports on them as a command would: a line for each on standard output, exit 1 when one fails.
  private func facts(
    _ words: [String], _ instance: CheckInstance, ask answer: (Int) async throws -> Answer
  ) async throws -> CheckRun {
    let clock = ContinuousClock()
    let began = clock.now
    var report = ""
    var firstFailure: String?
    var error: String?
    for (index, fact) in words.enumerated() {
      switch try await answer(index) {
      case .holds: report += "holds: \(InertText.line(fact))\n"
      case .fails(let reason):
        firstFailure = firstFailure ?? reason
        report += "fails: \(InertText.line(fact)): \(reason)\n"
      case .error(let reason):
        error = error ?? reason
        report += "error: \(InertText.line(fact)): \(reason)\n"
      case .unknown: error = error ?? "a fact could not be asked"
      }
    }
    let stdout = StreamRecord(text: report)
    let ending = Ending.exit(firstFailure == nil ? 0 : 1)
    var run: CheckRun
    if let error {
      run = CheckRun(judgement: .error(error), duration: .zero)
    } else if let firstFailure, !instance.check.isControl {
      run = CheckRun(judgement: .fail(firstFailure), duration: .zero)
    } else {
      run = judge(
        instance,
        Observation(
          ending: ending, stdout: stdout.observed, stderr: .whole([]), tests: nil, file: self.ask))
    }
    run.ending = ending
    run.stdout = stdout
    run.stderr = StreamRecord(text: "")
    run.duration = clock.now - began
    return run
  }
}

extension Observation {
  fileprivate init(
    _ outcome: SupervisedOutcome, _ stdout: StreamRecord, _ stderr: StreamRecord, tests: TestCounts?,
    file: @escaping (FileFact) -> Answer
  ) {
    self.init(
      ending: Ending(outcome.ending), stdout: stdout.observed, stderr: stderr.observed, tests: tests, file: file)
  }
}

extension Ending {
  fileprivate init(_ ending: SupervisedOutcome.Ending) {
    self =
      switch ending {
      case .exited(let code): .exit(code)
      case .signalled(let number): .signal(number)
      }
  }
}

extension Duration {
  /// `90s`, and with a fraction what is shorter than a second.
  fileprivate var words: String { self < .seconds(1) ? "\(seconds)s" : shorthand }

  /// In seconds, to the millisecond.
  var seconds: Double {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return Double(milliseconds) / 1000
  }
}
