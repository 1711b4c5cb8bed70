/// Why a signature does not hold, or is none.
package enum SignatureTrouble: Error, Hashable, Sendable {
  case tooLong(Int, limit: Int)
  /// No `-----BEGIN SSH SIGNATURE-----`: unsigned, or signed with something else than SSH.
  case notArmored
  case armorDamaged
  case malformed(SSHWireTrouble)
  case notSSHSIG
  case version(UInt32)
  case reservedInUse
  case unknownHash(String)
  case key(SSHKeyTrouble)
  /// The signature's algorithm is not one that its key may sign with.
  case wrongAlgorithm(String, SSHKeyKind)
  case wrongNamespace(String, wanted: SignatureNamespace)
  /// A security key signed without being touched.
  case untouched
  /// All is in form, and this key did not sign these bytes.
  case doesNotHold(SSHPublicKey)
}

extension SignatureTrouble: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLong(let count, let limit):
      "the signature is too long (\(count) bytes, at most \(limit)); sign again with 'ssh-keygen -Y sign'"
    case .notArmored:
      "this is no SSH signature (it does not begin with '\(SSHSignature.armorBegin)'); "
        + "sign with an SSH key: git config gpg.format ssh"
    case .armorDamaged: "the signature's armor is damaged: its lines are not canonical base64; sign again"
    case .malformed(let trouble): "the signature is damaged: \(trouble); sign again"
    case .notSSHSIG: "the armor holds something else than a signature: the mark SSHSIG is missing; sign again"
    case .version(let version): "the signature has version \(version), only 1 is known; sign with 'ssh-keygen -Y sign'"
    case .reservedInUse:
      "the signature uses a reserved field whose meaning is not known; sign with 'ssh-keygen -Y sign'"
    case .unknownHash(let name):
      "the signature's hash '\(shown(name))' is not accepted; possible are "
        + SignatureHash.allCases.map(\.rawValue).joined(separator: ", ")
    case .key(let trouble): "the key in the signature is refused: \(trouble)"
    case .wrongAlgorithm(let name, let kind):
      "a key of kind \(kind.rawValue) cannot sign with '\(shown(name))'; possible are "
        + SSHSignature.algorithms(of: kind).joined(separator: ", ")
    case .wrongNamespace(let name, let wanted):
      "the signature was made for '\(shown(name))', not for '\(wanted.rawValue)'; "
        + "sign again with 'ssh-keygen -Y sign -n \(wanted.rawValue)'"
    case .untouched: "the security key signed without being touched; use a key made without 'no-touch-required'"
    case .doesNotHold(let key):
      "the signature does not hold: \(key.fingerprint) did not sign these bytes; they or it were changed, sign again"
    }
  }
}
