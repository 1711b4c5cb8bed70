import FoundationEssentials
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
    let place: String
    do { place = try self.place(in: setting) } catch {
      return CheckRun(judgement: .error("the harness has no directory of its own: \(shown("\(error)", limit: 200))"))
    }
    arguments += ["--out", place + "/results"]
    // The subject's own assay.yml has no say in what of the subject runs outside the sandbox.
    for approval in setting.request.approvals where approval.metadata == trial.metadata {
      arguments += approval.digests.flatMap { ["--approved", $0.hex] }
    }
    // A sandbox has no engine in reach, and what the harness deploys it takes out itself.
    let outside = CommandPlace.outside(variables(in: place, setting))
    return try await runner.command(.arguments(arguments), instance, place: outside) { seen in
      if let error = trouble(seen, setting.identity) { return CheckRun(judgement: .error(error)) }
      return runner.judge(instance, seen)
    }
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    guard case .whole = run.stdout else {
      // What was approved has to be seen, so results that are not all there are none.
      return run.stated.status == .pass ? .error("the results are too long to be stored whole") : nil
    }
    if let error = trouble(run.observation, run.request) { return .error(error) }
    return Judge.judge(expectation, run.observation)
  }

  /// What a run's results say of programs beside the metadata; nil where none was to run.
  func programs(_ check: CheckID, in log: [UInt8]) -> ProgramUse? {
    guard let metadata = trial.metadata else { return nil }
    let document: JSONValue
    do { document = try JSONReader.read(log) } catch {
      return ProgramUse(check: check, metadata: metadata, digest: nil)
    }
    let place = "/assay/programs"
    guard document.value(at: place + "/standing") != .text("not_needed") else { return nil }
    guard document.value(at: place + "/standing") == .text("approved"),
      case .text(let digest)? = document.value(at: place + "/digest")
    else { return ProgramUse(check: check, metadata: metadata, digest: nil) }
    return ProgramUse(check: check, metadata: metadata, digest: Digest(digest))
  }

  /// A directory that no check before this one can have prepared: what is in a home steers git and others, and out here
  /// nothing would shut them in.
  private func place(in setting: CheckEnvironment) throws -> String {
    let place = "\(setting.workspace.temporary)/harness-\(Hexadecimal.text(of: setting.host.randomBytes(16)))"
    for path in [place, place + "/home", place + "/tmp"] {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }
    return place
  }

  /// What docker has to know to reach the engine that its user reaches, and where the harness holds its locks.
  private func variables(in place: String, _ setting: CheckEnvironment) -> [String: String] {
    let known = setting.host.environment
    var variables = known.filter { $0.key.hasPrefix("DOCKER_") || $0.key == "SSH_AUTH_SOCK" }
    variables["HOME"] = place + "/home"
    variables["TMPDIR"] = place + "/tmp"
    if let home = known["HOME"], home.hasPrefix("/") {
      variables["DOCKER_CONFIG"] = known["DOCKER_CONFIG"] ?? home + "/.docker"
      variables["XDG_STATE_HOME"] = known["XDG_STATE_HOME"] ?? home + "/.local/state"
    }
    return variables
  }

  /// Why there is nothing to judge; nil when there is.
  private func trouble(_ seen: Observation, _ request: RequestIdentity) -> String? {
    guard seen.ending == .exit(0) || seen.ending == .exit(1) else {
      return "the harness could not try it: \(failure(in: seen.stdout) ?? lastLine(of: seen.stderr))"
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

  /// What the results say went wrong first: `not_approved: tests of recipe.yml, …`. Nil where there are none.
  private func failure(in text: ObservedText) -> String? {
    guard case .whole(let bytes) = text else { return nil }
    let document: JSONValue
    do { document = try JSONReader.read(bytes) } catch { return nil }
    guard case .text(let code)? = document.value(at: "/failure/code"),
      case .text(let detail)? = document.value(at: "/failure/detail")
    else { return nil }
    return shown(detail.isEmpty ? code : "\(code): \(detail)", limit: EvidenceLimits.reason)
  }

  private func lastLine(of text: ObservedText) -> String {
    guard case .whole(let bytes) = text, let line = bytes.split(separator: 0x0A).last else { return "it said nothing" }
    return shown(line, limit: 200)
  }
}

extension StoredEvidence {
  /// What ran outside the sandbox for the harness checks that passed, by their results.
  package func programs(asked gate: Gate) -> [ProgramUse] {
    var uses: [ProgramUse] = []
    for instance in gate.checks.flatMap({ instances(of: $0) }) {
      guard let question = instance.question as? HarnessQuestion else { continue }
      for check in details.checks where check.name == instance.name {
        for run in check.runs where run.status == .pass {
          let use = question.programs(check.id, in: run.stdout.flatMap { log($0.stored) } ?? [])
          if let use, !uses.contains(use) { uses.append(use) }
        }
      }
    }
    return uses
  }
}
