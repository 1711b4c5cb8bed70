/// A path that differs between two trees.
package struct PathChange: Hashable, Sendable {
  /// The path's bytes; git does not ask that they be UTF-8.
  package let pathBytes: [UInt8]
  /// What stood there before: a file, link or submodule, never a directory. Nil means nothing.
  package let before: TreeEntry?
  package let after: TreeEntry?

  package init(pathBytes: [UInt8], before: TreeEntry?, after: TreeEntry?) {
    self.pathBytes = pathBytes
    self.before = before
    self.after = after
  }

  /// The path as text; bytes that are not UTF-8 are shown as replacement characters.
  package var path: String { String(decoding: pathBytes, as: UTF8.self) }
}
