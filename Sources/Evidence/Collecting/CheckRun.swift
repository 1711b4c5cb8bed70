import HostEffects
import WorkflowModel

/// What one run of a check instance came to.
struct CheckRun {
  var judgement: Judgement
  var ending: Ending?
  var duration = Duration.zero
  var tests: TestCounts?
  var stdout: StreamRecord?
  var stderr: StreamRecord?
  /// What was read, for an inspection.
  var inspected: StatedInspection?
}

extension Check {
  /// What it reaches of the network, where checks are shut in: what it asks for, and what its kind cannot do without.
  var reach: NetworkAccess {
    switch asks {
    case .http, .harness: .shared
    case .run, .junit, .git, .file, .inspect: network
    }
  }
}

/// Where a check's command runs.
enum CommandPlace: Equatable {
  /// In the sandbox, where there is one.
  case inside
  /// Beside it, with more variables: a program of assay's own that has to reach what no check may.
  case outside([String: String])
}

/// Runs check instances in the workspace.
struct CheckRunner: Sendable {
  let setting: CheckEnvironment
  let sandbox: Sandbox
  let files: WorkspaceFiles

  /// The same with another home and temporary directory.
  func inside(_ workspace: Workspace) -> CheckRunner {
    let setting = CheckEnvironment(
      request: setting.request, workspace: workspace, host: setting.host, started: setting.started)
    return CheckRunner(setting: setting, sandbox: sandbox, files: files)
  }

  /// Runs the instance once. Throws `CancellationError`, after all that it started has ended.
  func run(_ instance: CheckInstance) async throws -> CheckRun { try await instance.question.ask(instance, self) }

  func answer(_ fact: FileFact) -> Answer { fact.answer(in: files, for: setting.identity) }

  func judge(_ instance: CheckInstance, _ observation: Observation) -> CheckRun {
    CheckRun(
      judgement: Judge.judge(instance.expectation, observation) ?? .error("the observation does not say enough"))
  }

  /// Runs a command and lets what was seen of it be judged, unless it was ended.
  func command(
    _ command: Command, _ instance: CheckInstance, place: CommandPlace = .inside, judge: (Observation) -> CheckRun
  ) async throws -> CheckRun {
    let variables =
      switch place {
      case .inside: setting.variables(for: instance)
      case .outside(let more): setting.variables(outside: instance).merging(more) { $1 }
      }
    let arguments: [String]
    switch command {
    case .shell(let source): arguments = ["/bin/sh", "-c", source]
    case .arguments(let list):
      let program = list.first ?? ""
      switch ProgramSearch.find(program, path: variables["PATH"] ?? "", directory: setting.workspace.root) {
      case .found(let path): arguments = [path] + list.dropFirst()
      case .notFound:
        return CheckRun(judgement: .error("command not found: '\(shown(program))'"))
      case .notExecutable:
        return CheckRun(judgement: .error("command not executable: '\(shown(program))'"))
      }
    }
    let (stdout, stderr) = (StreamRecorder(), StreamRecorder())
    let outcome: SupervisedOutcome
    do {
      var supervised = (place == .inside ? sandbox : .none).command(
        arguments, workspace: setting.workspace, environment: variables, deadline: instance.check.timeout,
        network: instance.check.reach)
      // It has to take out what it deployed.
      if place != .inside { supervised.grace = .seconds(90) }
      outcome = try await runSupervised(supervised) { stream, bytes in
        (stream == .stdout ? stdout : stderr).take(bytes)
      }
    } catch let error as SupervisedRunError {
      return CheckRun(judgement: .error("\(error)"))
    }
    let (output, errors) = (stdout.record, stderr.record)
    var run: CheckRun
    if outcome.timedOut {
      run = CheckRun(judgement: .error("timed out after \(instance.check.timeout.words)"))
    } else if outcome.survivors > 0 {
      run = CheckRun(judgement: .error("\(outcome.survivors) of its processes could not be ended"))
    } else {
      run = judge(
        Observation(
          ending: Ending(outcome.ending), stdout: output.observed, stderr: errors.observed, tests: nil, file: answer,
          request: setting.identity))
    }
    run.ending = Ending(outcome.ending)
    run.duration = outcome.duration
    run.stdout = output
    run.stderr = errors
    return run
  }

  /// Asks facts and reports on them as a command would: a line for each on standard output, exit 1 when one fails.
  func facts(
    _ words: [String], _ instance: CheckInstance, ask answer: (Int) async throws -> Answer
  ) async throws -> CheckRun {
    let clock = ContinuousClock()
    let began = clock.now
    var report = ""
    var firstFailure: String?
    var error: String?
    for (index, fact) in words.enumerated() {
      switch try await answer(index) {
      case .holds: report += FactReport.holds(fact)
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
      run = CheckRun(judgement: .error(error))
    } else if let firstFailure, !instance.check.isControl {
      run = CheckRun(judgement: .fail(firstFailure))
    } else {
      run = judge(
        instance,
        Observation(
          ending: ending, stdout: stdout.observed, stderr: .whole([]), tests: nil, file: self.answer,
          request: setting.identity))
    }
    run.ending = ending
    run.stdout = stdout
    run.stderr = StreamRecord(text: "")
    run.duration = clock.now - began
    return run
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
