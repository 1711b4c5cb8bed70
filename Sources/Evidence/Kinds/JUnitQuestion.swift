import WorkflowModel

/// `junit`: a command, and the reports that it writes.
struct JUnitQuestion: Question {
  let command: Command
  let reports: String

  var asked: Asked { Asked(command) }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    let reports = JUnitReports(pattern: reports, files: runner.files, request: runner.setting.identity)
    let started: Int64
    switch reports.clear(marker: runner.setting.workspace.temporary + "/.assay-run-began") {
    case .success(let moment): started = moment
    case .failure(let refusal): return CheckRun(judgement: .error(refusal.reason))
    }
    return try await runner.command(command, instance) { seen in
      switch reports.read(since: started) {
      case .success(let tests):
        var observation = seen
        observation.tests = tests
        var run = runner.judge(instance, observation)
        run.tests = tests
        return run
      case .failure(let refusal):
        let notRun = Judge.notRun(instance.check.expects.conditions.exit, seen.ending)
        return CheckRun(judgement: .error(notRun ?? refusal.reason))
      }
    }
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    guard case .success(let conditions) = expectation else { return nil }
    return counts(conditions, run.stated) ?? others(conditions, run.observation)
  }

  /// The report conditions that the stated counts are enough for.
  private func counts(_ conditions: Conditions, _ run: StatedRun) -> Judgement? {
    guard let tests = run.tests else { return nil }
    if let wanted = conditions.collected, !wanted.contains(tests.ran) {
      return .fail("\(counted(tests.ran, "test")) ran, expected \(wanted.words)")
    }
    if let wanted = conditions.failed, !wanted.contains(tests.failed) {
      return .fail("\(counted(tests.failed, "test")) failed, expected \(wanted.words)")
    }
    return nil
  }

  /// The other conditions: they can show that it is no pass, never that it is one.
  private func others(_ conditions: Conditions, _ observation: Observation) -> Judgement? {
    let rest = Conditions(
      exit: conditions.exit, stdout: conditions.stdout, stderr: conditions.stderr, json: conditions.json)
    guard !rest.isEmpty, let judgement = Judge.judge(.success(rest), observation), judgement.status != .pass else {
      return nil
    }
    return judgement
  }
}
