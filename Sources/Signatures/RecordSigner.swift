/// Something that signs records and evidence with one key: a key file, an agent, ssh-keygen.
package protocol RecordSigner: Sendable {
  var key: SSHPublicKey { get }

  /// Signs for git and returns the armored signature without a line end at its end: that would leave an empty line in
  /// the commit's header.
  func sign(_ payload: [UInt8]) async throws(SigningTrouble) -> String

  /// Signs what an evidence set says, given in DSSE's encoding, and returns what ``EvidenceSignature`` verifies.
  func attest(_ message: [UInt8]) async throws(SigningTrouble) -> [UInt8]
}
