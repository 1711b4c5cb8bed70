import FoundationEssentials
import HostEffects
import Recipes
import Swarm
import WorkflowModel

extension Course {
  /// Saves the data, with a marker in every volume that has to come back.
  mutating func backUp() async throws -> [String] {
    let compose = try presentCompose()
    guard metadata.backupCapable ?? !compose.backups.isEmpty else {
      throw StageSkip(reason: "no service of the recipe is labelled backupbot.backup=true")
    }
    // On an app that is still changing, a backup saves nothing that could be relied on.
    _ = try await converging.before()
    let places = try await places(compose)
    try await proof.plant(in: places)
    try await runHook(.beforeBackup)
    snapshots = try await run.deployer.backUp(app, compose)
    guard !snapshots.isEmpty, snapshots.allSatisfy({ $0.size > 0 }) else {
      throw StageFailure(.backupEmpty, snapshots.isEmpty ? "nothing was saved" : "a snapshot is empty")
    }
    if let verify = metadata.backupVerify { try await verifyBackup(verify) }
    try await runHook(.afterBackup)
    return ["test_backup_artifact"]
  }

  /// Changes the data, puts the snapshots back, and looks whether what was saved is there again.
  mutating func restore() async throws -> [String] {
    guard let backup = result(of: .backup) else { throw StageSkip(reason: "no backup was asked for") }
    if backup.status == .skip { throw StageSkip(reason: backup.declared) }
    guard backup.status == .pass else { throw StageFailure(.prevented, "there is no backup to restore") }
    let compose = try presentCompose()
    let before = try await places(compose)
    try await proof.spoil(in: before)
    try await runHook(.beforeRestore)
    try await run.deployer.restore(app, compose, snapshots)
    // A restore may have replaced containers.
    let after = try await places(compose)
    if let lost = try await proof.missing(in: after, snapshots) {
      throw StageFailure(.restoreLostData, "what was saved of \(lost.volume) at \(lost.path) did not come back")
    }
    try await proof.remove(from: after)
    try await requireHealth()
    try await runHook(.afterRestore)
    return ["test_restore_brings_data_back", "test_restore_healthy"]
  }

  /// The recipe's own tests, which have to run and to report.
  mutating func custom() async throws -> [String] {
    guard let tests = metadata.tests else { throw StageSkip(reason: "the recipe has no tests of its own") }
    return try await runTests(tests)
  }

  /// What runs: the head after an upgrade that held, otherwise the base.
  func presentCompose() throws -> ComposeFile {
    try app.compose(try variables())
  }

  /// The variables of a deployment, with the overlay among the compose files.
  func variables(_ more: [String: String] = [:]) throws -> [String: String] {
    var variables = try app.variables(metadata.extraEnvironment.merging(more) { $1 })
    if let overlay = metadata.overlay {
      let names = app.composeNames(variables) + [App.overlayName(overlay)]
      variables["COMPOSE_FILE"] = names.joined(separator: ":")
    }
    return variables
  }

  private var proof: RestoreProof {
    RestoreProof(engine: engine, directory: app.directory, nonce: request.nonce)
  }

  /// Every volume that is to be saved, where it stands now.
  private func places(_ compose: ComposeFile) async throws -> [SavedPlace] {
    var places: [SavedPlace] = []
    for labels in compose.backups {
      let container = try await app.container(of: labels.service, in: engine)
      places += try await app.savedPlaces(labels, in: container, of: engine)
    }
    return places
  }
}

extension App {
  /// The running container of a service.
  func container(of service: String, in engine: any SwarmEngine) async throws -> String {
    guard let state = try await engine.services(of: stack).first(where: { $0.name == serviceName(service) }) else {
      throw StageFailure(.serviceGone, "the service \(service) is gone")
    }
    guard let container = try await engine.tasks(of: state).container else {
      throw StageFailure(.notReady, "no task of the service \(service) runs")
    }
    return container
  }

  func serviceName(_ service: String) -> String { "\(stack)_\(service)" }

  /// What the labels of a service say is to be saved.
  func savedPlaces(
    _ labels: BackupLabels, in container: String, of engine: any SwarmEngine
  ) async throws -> [SavedPlace] {
    try await engine.volumes(of: container).compactMap { mounted in
      let name = mounted.name.hasPrefix(stack + "_") ? String(mounted.name.dropFirst(stack.count + 1)) : mounted.name
      guard !labels.excluded.contains(name) else { return nil }
      let inner = labels.paths[name].map { $0.hasPrefix("/") ? $0 : "/\($0)" } ?? ""
      return SavedPlace(
        container: container, volume: mounted.name, path: mounted.path + inner, isFile: !inner.isEmpty)
    }
  }

  /// The recipe's variables as checked out, what is added, and what every run sets.
  func variables(_ extra: [String: String]) throws -> [String: String] {
    var file = EnvironmentFile()
    for name in [".env.sample", ".env"] {
      guard let bytes = clone.file(name) else { continue }
      file = file.followed(by: try EnvironmentFile.read(bytes, file: name))
    }
    // No certificate authority is ever asked for a test's domain.
    let fixed = ["STACK_NAME": stack, "DOMAIN": domain.text, "LETS_ENCRYPT_ENV": ""]
    return file.merging(extra).merging(fixed).variables
  }

  /// An overlay lies at the root of the checkout, whatever it lies in beside the metadata.
  static func overlayName(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

  /// The recipe's compose files, a later one over the earlier ones.
  func composeNames(_ variables: [String: String]) -> [String] {
    let named = (variables["COMPOSE_FILE"] ?? "").split(separator: ":").map { String($0) }
    return named.isEmpty ? ["compose.yml"] : named
  }

  /// The stack as checked out, with the variables put in.
  func compose(_ variables: [String: String]) throws -> ComposeFile {
    try written(variables).resolved(with: variables)
  }

  /// The stack as its files have it.
  func written(_ variables: [String: String]) throws -> ComposeFile {
    let files = try composeNames(variables).map { name in
      guard let bytes = clone.file(name) else { throw StageFailure.noComposeFile(name) }
      return (name: name, bytes: bytes)
    }
    return try ComposeFile.read(files)
  }
}

extension [TaskState] {
  /// The container of a task that runs, of the service's present specification.
  var container: String? { first { $0.isUpToDate && $0.state == "running" }?.container }
}
