/// A recipe's version, `x.y.z+upstream`: its own semantic version, and the version of what it deploys.
package struct RecipeVersion: Hashable, Sendable {
  package let text: String
}
