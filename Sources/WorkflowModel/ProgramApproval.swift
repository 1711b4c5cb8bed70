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

/// What the results of a harness check that passed say of programs outside the sandbox.
package struct ProgramUse: Hashable, Codable, Sendable {
  package let check: CheckID
  /// The metadata file, as the phase file names it.
  package let metadata: String
  /// Nil where they say of no digest that an operator approved it.
  package let digest: Digest?

  package init(check: CheckID, metadata: String, digest: Digest?) {
    self.check = check
    self.metadata = metadata
    self.digest = digest
  }
}

extension Policy {
  package func approves(_ use: ProgramUse) -> Bool {
    approvals.contains { approval in
      approval.metadata == use.metadata && use.digest.map(approval.digests.contains) == true
    }
  }
}
