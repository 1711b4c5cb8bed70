import Recipes
import WorkflowModel

/// What puts a recipe into the engine, saves its data, and takes it out. One contract for all that implement it; none of
/// them decides whether anything converged.
package protocol Deployer: Sendable {
  /// As it stands in results: `built-in`, `abra`
  var name: String { get }
  /// Hands what is checked out to the engine as this revision and returns as soon as the engine has it. The variables
  /// are the recipe's `.env`, with what the run adds.
  func deploy(_ app: App, _ revision: Revision, variables: [String: String], overlays: [String]) async throws
  /// Saves what the recipe's labels say, and names what was saved.
  func backUp(_ app: App, _ compose: ComposeFile) async throws -> [Snapshot]
  /// Puts back what was saved.
  func restore(_ app: App, _ compose: ComposeFile, _ snapshots: [Snapshot]) async throws
  /// Takes out what only this deployer knows of. What the engine has of the stack is taken out afterwards, whoever put it
  /// there.
  func undeploy(_ app: App) async throws
}

/// What a backup made.
package struct Snapshot: Hashable, Sendable {
  /// A digest, or the backup tool's own id.
  package let id: String
  package let service: String
  /// Empty where the deployer does not say, and so is the path.
  package let volume: String
  /// Where it stood in the service's container.
  package let path: String
  /// A tar archive, where it lies here.
  package let file: String?
  package let size: Int

  package init(
    id: String, service: String, volume: String = "", path: String = "", file: String? = nil, size: Int
  ) {
    self.id = id
    self.service = service
    self.volume = volume
    self.path = path
    self.file = file
    self.size = size
  }
}

/// A stage that came to no good end, and why.
package struct StageFailure: Error, Hashable, Sendable {
  package let code: ReasonCode
  package let detail: String

  package init(_ code: ReasonCode, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  static func noComposeFile(_ name: String) -> StageFailure {
    StageFailure(.deployRefused, "COMPOSE_FILE names \(InertText.line(name)), which the recipe does not have")
  }
}
