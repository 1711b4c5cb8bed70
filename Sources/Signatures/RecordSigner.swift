/// Something that signs records with one key: a key file, an agent, ssh-keygen.
package protocol RecordSigner: Sendable {
  var key: SSHPublicKey { get }

  /// Signs for git and returns the armored signature without a line end at its end: that would leave an empty line in
  /// the commit's header.
  func sign(_ payload: [UInt8]) async throws(SigningTrouble) -> String
}
