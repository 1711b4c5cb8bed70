import Recipes
import WorkflowModel

/// One recipe as it is deployed in one run.
package struct App: Sendable {
  package let recipe: RecipeName
  package let domain: AppDomain
  package let clone: RecipeClone
  /// The run's own directory, outside the clone: what is written here does not make the clone dirty.
  package let directory: String

  package var stack: String { domain.stack }
}

/// What is deployed: its identity, as it is stamped on the app's service.
package struct Revision: Hashable, Sendable {
  package let commit: ObjectID
  package let isDirty: Bool
  /// The version that is deployed at its tag; nil when what is checked out is deployed as it stands (`--chaos`).
  package let published: RecipeVersion?
}
