import Evidence
import FoundationEssentials
import HostEffects
import Recipes
import Swarm
import WorkflowModel

/// What the end of a run came to.
struct Ending: Sendable {
  var remains = StackRemains()
  var logs: [RunLog] = []
  /// Why it is not known what remains.
  var trouble: String?
}

extension Course {
  /// Keeps what the services wrote, takes the app out, and looks what stays. What stays is a leak; it is said, and then
  /// it goes as well. A log that cannot be had keeps nothing from being taken out.
  func tearDown() async -> Ending {
    var ending = Ending()
    run.report(.note("taking \(app.stack) out"))
    do {
      ending.logs = try await serviceLogs()
    } catch {
      ending.logs = [RunLog(name: "services.log", bytes: Array("the logs cannot be had: \(error)\n".utf8))]
    }
    do {
      if deployments > 0 { try await run.deployer.undeploy(app) }
      let teardown = Teardown(engine: engine, stack: app.stack)
      ending.remains = try await teardown.run(volumes: declaredVolumes)
      if !ending.remains.isEmpty { try await teardown.clear() }
    } catch {
      ending.trouble = InertText.line("\(error)")
    }
    return ending
  }

  private func serviceLogs() async throws -> [RunLog] {
    let services = try await engine.serviceNames(of: app.stack)
    return try await withThrowingTaskGroup(of: RunLog.self) { group in
      for service in services {
        group.addTask {
          RunLog(name: "\(service).log", bytes: try await engine.log(of: service, lines: 2000))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.name < $1.name }
    }
  }

  /// Of what may stand in no log and in no result.
  private var secretValues: [String] { Array(request.secrets.merging(secrets) { $1 }.values) }

  /// For what is told, before any of it is cut off.
  var masking: DetailMasking { DetailMasking(secrets: secretValues) }

  /// The results, with every log and every detail masked.
  func result(
    _ ending: Ending, _ picture: Screenshot.Outcome, interruption: Reason?, started: Timestamp, engine: String
  ) throws -> FinishedRun {
    let all = logs + ending.logs
    var reasons = interruption.map { [$0] } ?? []
    if let trouble = ending.trouble { reasons.append(Reason(.engineLost, trouble)) }
    if !ending.remains.isEmpty { reasons.append(Reason(.teardownLeak, ending.remains.words)) }
    var result = HarnessResult(
      recipe: request.recipe, version: version.map { "\($0)" }, pullRequest: request.pullRequest ?? "",
      reference: request.head, runID: request.runID, finished: run.host.now(), stages: results, lint: lint,
      expectedNA: metadata.expectedNA,
      flags: RunFlags(
        cleanTeardown: ending.trouble == nil && ending.remains.isEmpty, noSecretLeak: true),
      reasons: reasons, customization: metadata.manifest,
      details: RunDetails(
        nonce: request.nonce, head: head, base: base.map { StatedBase($0) }, domain: app.domain.text,
        deployer: run.deployer.name, engine: engine, tool: request.tool, started: started,
        deployments: DeployCount(expected: request.stages.isEmpty ? 0 : 1, counted: deployments),
        injected: request.injection.map { [$0.text] } ?? [],
        isolation: RunIsolation(checkout: "clone", home: "empty", sandbox: "none"),
        programs: request.programs))
    switch picture {
    case .taken: result.screenshot = Screenshot.fileName
    case .none(let why): result.details.noScreenshot = why
    }
    let masking = LogMasking(secrets: secretValues)
    var leaks = all.filter { masking.leaks($0.bytes) }.map(\.name)
    if self.masking.leaks(try result.encoded()) { leaks.append(HarnessResult.fileName) }
    if !leaks.isEmpty {
      result.flags = RunFlags(cleanTeardown: result.flags.cleanTeardown, noSecretLeak: false)
      result.reasons.append(Reason(.secretLeak, "a secret's value is in \(leaks.joined(separator: ", "))"))
    }
    let stored = all.map { EvidenceFile(path: $0.name, bytes: masking.masked($0.bytes)) }
    var finished = FinishedRun(result: result.masked(self.masking), logs: stored)
    if case .taken(let bytes) = picture { finished.screenshot = bytes }
    return finished
  }
}

extension StackRemains {
  fileprivate var words: String {
    let kinds = [
      ("service", services), ("container", containers), ("network", networks), ("volume", volumes),
      ("secret", secrets), ("config", configs),
    ]
    return kinds.flatMap { kind in kind.1.map { "\(kind.0) \($0)" } }.joined(separator: ", ")
  }
}
