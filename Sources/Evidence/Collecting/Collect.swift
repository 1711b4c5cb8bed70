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
  let started = host.now()
  let setting = CheckEnvironment(request: request, workspace: workspace, host: host, started: started)
  let sandbox = try await Sandbox.choose(choice, setting)
  let runner = CheckRunner(setting: setting, sandbox: sandbox, files: files)
  var writer = SetWriter(masking: Masking(secrets: request.secrets.values), setting.identity)

  let ordered = inOrder(request.gate.checks)
  var shift = Shift(runner: runner, count: ordered.reduce(0) { $0 + $1.instances.count })
  var unmet: Set<CheckID> = []
  for batch in batches(of: ordered) {
    let answers = try await shift.ask(batch) { check in
      check.needs.first { unmet.contains($0) || !writer.hasOutcome($0) }
    } progress: {
      progress($0)
    }
    for (instance, runs) in answers {
      let outcome = writer.add(instance, runs)
      if outcome.status != .pass { unmet.insert(instance.check.id) }
    }
  }
  try Task.checkCancellation()
  return try writer.finish(request, workspace, sandbox, started: started, finished: host.now())
}

/// The instances in the order in which they are asked, those of one batch beside each other: an instance of a check that
/// wants to be alone, or those of neighbours that are independent and do not need one another.
func batches(of ordered: [Check]) -> [[CheckInstance]] {
  var batches: [[CheckInstance]] = []
  var open: Set<CheckID> = []
  for check in ordered {
    guard check.company == .independent else {
      batches += instances(of: check).map { [$0] }
      open = []
      continue
    }
    if open.isEmpty || !open.isDisjoint(with: check.needs) {
      batches.append([])
      open = []
    }
    batches[batches.count - 1] += instances(of: check)
    open.insert(check.id)
  }
  return batches
}
