/// Why nothing could be signed, or no key be opened or made. Paths are as they were given.
package enum SigningTrouble: Error, Hashable, Sendable {
  case noFile(String)
  case unreadable(String, why: String)
  /// Others than its owner may read or write the private key; permission bits.
  case openToOthers(String, mode: UInt32)
  case notAKeyFile(String)
  case damagedKeyFile(String, SSHWireTrouble)
  case key(String, SSHKeyTrouble)
  case encrypted(String)
  case notEd25519(String, SSHKeyKind)
  /// Only the public part is there, and no agent holds the private one.
  case noPrivatePart(String, SSHPublicKey)
  case exists(String)
  case unwritable(String, why: String)
  /// A comment that would be more than the end of one line.
  case comment(String)
  /// The source of random bytes gave another number of them than it was asked for.
  case randomBytes(wanted: Int, given: Int)

  case noAgent
  case agentUnreachable(String, why: String)
  case agentSilent(String, limit: Duration)
  case agentUnclear(String, SSHWireTrouble?)
  case agentRefused(SSHPublicKey)
  case agentLacksKey(SSHPublicKey)

  case tool(String)
  case keygenFailed(String, status: String, said: String)
  /// What came back holds no signature of the key over the payload.
  case unusable(SignatureTrouble)
  /// The signature holds, but another key made it.
  case otherKey(SSHPublicKey, wanted: SSHPublicKey)
}
