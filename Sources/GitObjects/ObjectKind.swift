/// The four kinds of git objects.
package enum ObjectKind: String, Hashable, Sendable, CustomStringConvertible {
  case blob, tree, commit, tag

  package var description: String { rawValue }
}
