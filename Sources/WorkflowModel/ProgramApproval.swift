/// Which programs beside a recipe's metadata an operator lets run outside the sandbox.
package struct ProgramApproval: Hashable, Codable, Sendable {
  /// The metadata file, as phase files name it. One file: nothing in it stands for others.
  package let metadata: String
  /// What the metadata file and the programs may be, byte for byte. Several while one version follows another.
  package let digests: [Digest]

  package init(metadata: String, digests: [Digest]) {
    self.metadata = metadata
    self.digests = digests
  }
}
