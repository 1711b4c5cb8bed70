import FoundationEssentials
import HostEffects
import Recipes
import WorkflowModel

/// Deploys with the `abra` command, which has a directory of its own in every run (`ABRA_DIR`): a checkout that two runs
/// share is one of the recorded faults. Convergence is ours to decide, so abra is told not to wait (`-c`).
package struct AbraDeployer: Deployer {
  let engine: any SwarmEngine
  let host: Host

  package init(engine: any SwarmEngine, host: Host) {
    self.engine = engine
    self.host = host
  }

  package var name: String { "abra" }

  package func deploy(
    _ app: App, _ revision: Revision, variables: [String: String], overlays: [String]
  ) async throws {
    let directory = try layOut(app, variables)
    guard overlays.isEmpty else {
      throw HarnessError.request(
        "abra takes no files beside the recipe's, and this injection needs one", mend: "--deployer built-in")
    }
    if let version = revision.published {
      try await abra(["app", "deploy", "-n", "-o", "-c", app.domain.text, "\(version)"], directory)
    } else {
      // What is checked out is deployed as it stands.
      try await abra(["app", "deploy", "-n", "-o", "-c", "-C", app.domain.text], directory)
    }
  }

  package func backUp(_ app: App, _ compose: ComposeFile) async throws -> [Snapshot] {
    let output = try await abra(["app", "backup", "create", app.domain.text], abraDirectory(app))
    let found = String(decoding: output, as: UTF8.self).firstMatch(of: #/snapshot(?:_id)?["': ]+([0-9a-f]{8,64})/#)
    guard let id = found?.output.1 else { return [] }
    return [Snapshot(id: String(id), service: compose.appName, size: output.count)]
  }

  package func restore(_ app: App, _ compose: ComposeFile, _ snapshots: [Snapshot]) async throws {
    try await abra(["app", "restore", app.domain.text], abraDirectory(app))
  }

  package func undeploy(_ app: App) async throws {
    try await abra(["app", "undeploy", "-n", app.domain.text], abraDirectory(app))
  }

  // MARK: abra's directory

  private func abraDirectory(_ app: App) -> String { app.directory + "/abra" }

  /// `recipes/<recipe>` is the run's clone, `servers/default/<domain>.env` the app's variables.
  private func layOut(_ app: App, _ variables: [String: String]) throws -> String {
    let directory = abraDirectory(app)
    for part in ["recipes", "servers/default"] {
      try FileManager.default.createDirectory(atPath: "\(directory)/\(part)", withIntermediateDirectories: true)
    }
    let recipe = "\(directory)/recipes/\(app.recipe)"
    if !FileManager.default.fileExists(atPath: recipe) {
      try FileManager.default.createSymbolicLink(atPath: recipe, withDestinationPath: app.clone.path)
    }
    let file = EnvironmentFile().merging(variables.merging(["TYPE": app.recipe.text]) { $1 })
    try ReplacedFile.write(Array(file.text.utf8), to: "\(directory)/servers/default/\(app.domain.text).env")
    return directory
  }

  @discardableResult
  private func abra(_ arguments: [String], _ directory: String) async throws -> [UInt8] {
    var environment = host.environment
    environment["ABRA_DIR"] = directory
    do {
      let outcome = try await runTool(
        ToolRequest(executable: "abra", arguments: arguments, environment: environment, directory: directory))
      guard outcome.status == .exited(0) else {
        let words = String(decoding: (outcome.stderr + outcome.stdout).suffix(400), as: UTF8.self)
        throw StageFailure(
          .deployRefused,
          "abra \(arguments.prefix(2).joined(separator: " ")), \(outcome.status): \(InertText.line(words))")
      }
      return outcome.stdout + outcome.stderr
    } catch let error as ToolError {
      throw HarnessError.request("\(error)", mend: "install abra, or --deployer built-in")
    }
  }
}
