import Crypto
import FoundationEssentials
import HostEffects
import Recipes
import WorkflowModel

/// Deploys as abra does, with `docker stack deploy` alone: the recipe's compose files and variables, and the identity
/// labels on the app's service from a file of the run's own, so that nothing in the clone is touched.
package struct BuiltInDeployer: Deployer {
  let engine: any SwarmEngine

  package init(engine: any SwarmEngine) { self.engine = engine }

  package var name: String { "built-in" }

  package func deploy(
    _ app: App, _ revision: Revision, variables: [String: String], overlays: [String]
  ) async throws {
    guard let files = WorkspaceFiles(root: app.clone.path) else { throw HarnessError.source("the clone is gone") }
    let paths = try app.composeNames(variables).map { name in
      guard case .file(let path) = files.look(name) else { throw StageFailure.noComposeFile(name) }
      return path
    }
    let compose = try app.compose(variables)
    let stamp = IdentityStamp(
      stack: app.stack, version: compose.statedVersion.version.map { "\($0)" },
      chaos: revision.stamp)
    let overlay = "\(app.directory)/compose.stamp.yml"
    try ReplacedFile.write(Array(try LabelOverlay(stamp, over: compose).text().utf8), to: overlay)
    do {
      try await engine.deploy(
        StackDeployment(
          stack: app.stack, files: paths + overlays + [overlay], variables: variables, directory: app.clone.path))
    } catch EngineError.refused(_, let why) {
      throw StageFailure(.deployRefused, why)
    }
  }

  /// Nothing: all of it is the engine's.
  package func undeploy(_ app: App) async throws {}

  // MARK: Backup

  package func backUp(_ app: App, _ compose: ComposeFile) async throws -> [Snapshot] {
    var snapshots: [Snapshot] = []
    for labels in compose.backups {
      let container = try await app.container(of: labels.service, in: engine)
      try await hook(.beforeBackup, labels, in: container)
      for place in try await app.savedPlaces(labels, in: container, of: engine) {
        let file = "\(app.directory)/\(labels.service)-\(snapshots.count).tar"
        try await engine.archive(place.path, of: container, to: file)
        let (digest, size) = try digest(of: file)
        snapshots.append(
          Snapshot(id: digest, service: labels.service, volume: place.volume, path: place.path, file: file, size: size))
      }
      try await hook(.afterBackup, labels, in: container)
    }
    return snapshots
  }

  package func restore(_ app: App, _ compose: ComposeFile, _ snapshots: [Snapshot]) async throws {
    for labels in compose.backups {
      let container = try await app.container(of: labels.service, in: engine)
      try await hook(.beforeRestore, labels, in: container)
      for snapshot in snapshots where snapshot.service == labels.service {
        guard let file = snapshot.file else { continue }
        // The archive holds the directory itself.
        let parent = snapshot.path.lastIndex(of: "/").map { String(snapshot.path[..<$0]) } ?? ""
        try await engine.unpack(file, below: parent.isEmpty ? "/" : parent, of: container)
      }
      try await hook(.afterRestore, labels, in: container)
    }
  }

  private func hook(_ hook: BackupHook, _ labels: BackupLabels, in container: String) async throws {
    guard let command = labels.hooks[hook] else { return }
    let outcome = try await engine.execute(
      ["/bin/sh", "-c", command], in: container, input: [], deadline: .seconds(600))
    guard outcome.exit == 0 else {
      let words = String(decoding: (outcome.stderr + outcome.stdout).prefix(400), as: UTF8.self)
      throw StageFailure(
        .hookFailed, "\(hook.rawValue) of \(labels.service) exited with \(outcome.exit): \(InertText.line(words))")
    }
  }

  private func digest(of file: String) throws -> (String, Int) {
    guard let files = WorkspaceFiles(root: "/") else { throw HarnessError.state("/ cannot be read") }
    var digest = SHA256()
    var size = 0
    let isWhole = files.read(resolved: file) { piece in
      digest.update(data: piece)
      size += piece.count
    }
    guard isWhole else { throw HarnessError.state("\(file) cannot be read") }
    return (Hexadecimal.text(of: digest.finalize()), size)
  }
}
