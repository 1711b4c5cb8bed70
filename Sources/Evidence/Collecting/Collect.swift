import HostEffects
import WorkflowModel

/// Runs every check of the request's gate in the workspace and returns the finished set. Throws ``CollectionError`` and
/// `CancellationError`; then nothing was kept, and no process is left.
package func collect(
  _ request: CollectionRequest, in workspace: Workspace, host: Host, sandbox choice: SandboxChoice = .automatic,
  progress: (CollectionProgress) -> Void = { _ in }
) async throws -> CollectedSet {
  guard !request.nonce.isEmpty else { throw CollectionError.noNonce }
  for directory in [workspace.home, workspace.temporary] where WorkspaceFiles(root: directory) == nil {
    throw CollectionError.noDirectory(directory)
  }
  guard let files = WorkspaceFiles(root: workspace.root) else { throw CollectionError.noDirectory(workspace.root) }
  let setting = CheckEnvironment(request: request, workspace: workspace, host: host)
  let started = host.now()
  let sandbox = try await Sandbox.choose(choice, setting)
  let runner = CheckRunner(setting: setting, sandbox: sandbox, files: files)
  var writer = SetWriter(masking: Masking(secrets: request.secrets.values))

  let ordered = inOrder(request.gate.checks)
  let count = ordered.reduce(0) { $0 + $1.instances.count }
  var number = 0
  var unmet: Set<CheckID> = []
  for check in ordered {
    for instance in instances(of: check) {
      try Task.checkCancellation()
      number += 1
      progress(.began(check.id, instance.values, number: number, of: count))
      let runs: [CheckRun]
      if let need = check.needs.first(where: { unmet.contains($0) || !writer.hasOutcome($0) }) {
        runs = [CheckRun(judgement: .error("needs \(need), which did not pass"), duration: .zero)]
      } else {
        runs = try await repeated(instance, runner, progress)
      }
      let outcome = writer.add(instance, runs)
      if outcome.status != .pass { unmet.insert(check.id) }
      progress(.finished(outcome))
    }
  }
  try Task.checkCancellation()
  return try writer.finish(request, workspace, sandbox, started: started, finished: host.now())
}

private func repeated(
  _ instance: CheckInstance, _ runner: CheckRunner, _ progress: (CollectionProgress) -> Void
) async throws -> [CheckRun] {
  var runs: [CheckRun] = []
  let count = max(instance.check.repeats, 1)
  for number in 1...count {
    let run = try await runner.run(instance)
    runs.append(run)
    progress(.ran(instance.check.id, run: number, of: count, run.judgement.status, run.duration))
  }
  return runs
}
