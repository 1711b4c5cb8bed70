import WorkflowModel

/// `run`: a command, and what is seen of it.
struct RunQuestion: Question {
  let command: Command

  var asked: Asked { Asked(command) }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    try await runner.command(command, instance) { runner.judge(instance, $0) }
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    Judge.judge(expectation, run.observation)
  }
}
