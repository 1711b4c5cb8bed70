import Recipes
import WorkflowModel

/// One run: which recipe, which commit, how far.
package struct HarnessRequest: Sendable {
  package let recipe: RecipeName
  /// A path or an address that git can clone.
  package let source: String
  /// A revision of the source.
  package let head: String
  package let base: String?
  package let stages: Set<Stage>
  package let isLinted: Bool
  package let metadata: RecipeMetadata
  /// The metadata's directory: its overlay stands there.
  package let directory: String
  /// The metadata's hooks and tests, as they were read for this run.
  package let companions: CompanionFiles
  package let permission: ProgramPermission
  /// Where locks are held.
  package let state: String
  package let pullRequest: String?
  /// Goes into the results, so that nobody can cite another run's.
  package let nonce: String
  package let injection: Injection?
  package let runID: String
  /// This program's version, for the record.
  package let tool: String
  /// Values by name that may stand in no log.
  package let secrets: [String: String]

  package init(
    recipe: RecipeName, source: String, head: String, base: String? = nil, stages: Set<Stage>, isLinted: Bool,
    metadata: RecipeMetadata, directory: String, companions: CompanionFiles = .none,
    permission: ProgramPermission = .none, state: String, pullRequest: String? = nil, nonce: String, runID: String,
    tool: String, injection: Injection? = nil, secrets: [String: String] = [:]
  ) {
    self.recipe = recipe
    self.source = source
    self.head = head
    self.base = base
    // Whatever is tried is tried on an app that was installed.
    self.stages = stages.isEmpty ? stages : stages.union([.install])
    self.isLinted = isLinted
    self.metadata = metadata
    self.directory = directory
    self.companions = companions
    self.permission = permission
    self.state = state
    self.pullRequest = pullRequest
    self.nonce = nonce
    self.runID = runID
    self.tool = tool
    self.injection = injection
    self.secrets = secrets
  }
}

/// How far a run has come.
package enum HarnessProgress: Sendable {
  case began(Stage)
  /// What goes on within a stage, in a line.
  case note(String)
  case finished(StageResult)
}
