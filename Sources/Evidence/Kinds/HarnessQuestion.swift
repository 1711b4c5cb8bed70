import HostEffects
import WorkflowModel

/// `harness`: a recipe tried on a Docker Swarm by this program's own harness, and its `results.json`.
///
/// What is stored as standard output is `results.json` as it was written. It has to be this collection's, by its nonce,
/// and about the head that was asked for. A run that could not be tried to its end is an error, never a failure.
struct HarnessQuestion: Question {
  let trial: RecipeTrial

  var asked: Asked { Asked(.arguments(arguments("assay", subject: "$ASSAY_SUBJECT"))) }

  private func arguments(_ program: String, subject: String) -> [String] {
    let head = trial.head == RecipeTrial.subject ? subject : trial.head
    var arguments = [program, "harness", "run", "--json", "--recipe", trial.recipe, "--source", trial.source]
    arguments += ["--head", head, "--stages", trial.stages.joined(separator: ",")]
    if let base = trial.base { arguments += ["--base", base] }
    if let metadata = trial.metadata { arguments += ["--metadata", metadata] }
    if let injection = trial.injection { arguments += ["--inject", injection] }
    return arguments
  }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    let setting = runner.setting
    var arguments = arguments(setting.host.program, subject: "\(setting.request.subject)")
    arguments += ["--out", setting.workspace.temporary + "/harness"]
    // A sandbox has no engine in reach, and what the harness deploys it takes out itself.
    return try await runner.command(.arguments(arguments), instance, place: .outside(engine(of: setting))) { seen in
      if let error = trouble(seen, setting.identity) { return CheckRun(judgement: .error(error)) }
      return runner.judge(instance, seen)
    }
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    guard case .whole = run.stdout else { return nil }
    if let error = trouble(run.observation, run.request) { return .error(error) }
    return Judge.judge(expectation, run.observation)
  }

  /// What docker has to know to reach the engine that its user reaches, and where the harness holds its locks.
  private func engine(of setting: CheckEnvironment) -> [String: String] {
    let known = setting.host.environment
    var variables = known.filter { $0.key.hasPrefix("DOCKER_") || $0.key == "SSH_AUTH_SOCK" }
    if let home = known["HOME"], home.hasPrefix("/") {
      variables["DOCKER_CONFIG"] = known["DOCKER_CONFIG"] ?? home + "/.docker"
      variables["XDG_STATE_HOME"] = known["XDG_STATE_HOME"] ?? home + "/.local/state"
    }
    return variables
  }

  /// Why there is nothing to judge; nil when there is.
  private func trouble(_ seen: Observation, _ request: RequestIdentity) -> String? {
    guard seen.ending == .exit(0) || seen.ending == .exit(1) else {
      return "the harness could not try it\(lastLine(of: seen.stderr))"
    }
    guard case .whole(let bytes) = seen.stdout else { return "the results are too large to judge" }
    let document: JSONValue
    do { document = try JSONReader.read(bytes) } catch { return "the results cannot be read: \(error)" }
    guard document.value(at: "/assay/nonce") == .text(request.nonce) else {
      return "stale: the results are not of this collection"
    }
    if trial.head == RecipeTrial.subject, document.value(at: "/assay/head") != .text("\(request.subject)") {
      return "stale: the results are about another head than the subject"
    }
    if document.value(at: "/assay/verdict") == .text("error") { return "the harness could not try it to its end" }
    return nil
  }

  private func lastLine(of text: ObservedText) -> String {
    guard case .whole(let bytes) = text, let line = bytes.split(separator: 0x0A).last else { return "" }
    return ": \(shown(line, limit: 200))"
  }
}
