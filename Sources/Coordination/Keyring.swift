import Signatures
import WorkflowModel

/// Where the keys are that records are signed with: the clone's own file, the user's configuration directory, an agent.
package protocol Keyring: SealSecrets {
  /// Something that signs with the key, which the policy has for the principal. `ownFile` is the file that the clone
  /// names, if it names one.
  ///
  /// - Throws: ``CoordinationError/usage(_:mend:)`` if the key is not to be had.
  func signer(for key: SSHPublicKey, of principal: PrincipalName, ownFile: String?) async throws -> any RecordSigner
  /// The user's key with that public part; nil if the user has none.
  func find(_ key: SSHPublicKey) throws -> HeldKey?
  /// The key in a file, public or private.
  func read(_ path: String) throws -> HeldKey
  /// Makes a key in the user's configuration directory. Overwrites nothing. Until it is kept, it is on trial: one whose
  /// maker was stopped is taken up again by the next.
  func make(named name: String, for principal: PrincipalName) throws -> HeldKey
  /// Ends the trial of a key: it is in use from now on.
  func keep(_ key: HeldKey) throws
  /// Removes a new key that was made for something that did not come about. One that was taken up stays: somebody may
  /// have been told of it.
  func discard(_ key: HeldKey) throws
}

/// A key that the user has, and where.
package struct HeldKey: Hashable, Sendable {
  package enum Age: Sendable { case known, new }

  package let path: String
  package let key: SSHPublicKey
  /// Whether it was made just now: only such a key may be discarded.
  package let age: Age

  package init(path: String, key: SSHPublicKey, age: Age = .known) {
    self.path = path
    self.key = key
    self.age = age
  }
}

/// No keys at all: enough where signatures are off.
package struct EmptyKeyring: Keyring {
  package init() {}

  package func signer(
    for key: SSHPublicKey, of principal: PrincipalName, ownFile: String?
  ) async throws -> any RecordSigner {
    throw CoordinationError.usage("there is no key of \(principal) here", mend: "git config assay.key PATH")
  }

  package func find(_ key: SSHPublicKey) throws -> HeldKey? { nil }

  package func read(_ path: String) throws -> HeldKey {
    throw CoordinationError.usage("\(InertText.line(path)) cannot be read", mend: "name a key file")
  }

  package func make(named name: String, for principal: PrincipalName) throws -> HeldKey {
    throw CoordinationError.usage("no key can be made here", mend: "assay init --signatures off")
  }

  package func keep(_ key: HeldKey) throws {}
  package func discard(_ key: HeldKey) throws {}

  package func sealSecret(of principal: PrincipalName, in founding: ObjectID) throws -> [UInt8]? { nil }

  package func makeSealSecret(of principal: PrincipalName, in founding: ObjectID) throws -> [UInt8] {
    throw CoordinationError.usage("no secret can be made here", mend: "write 'journal: open' in the phase file")
  }
}
