/// The kinds of SSH keys whose signatures can be verified in-process. DSA, certificates and SHA-1 are not among them.
package enum SSHKeyKind: String, CaseIterable, Hashable, Sendable {
  case ed25519 = "ssh-ed25519"
  case nistp256 = "ecdsa-sha2-nistp256"
  case nistp384 = "ecdsa-sha2-nistp384"
  case nistp521 = "ecdsa-sha2-nistp521"
  case rsa = "ssh-rsa"
  /// Ed25519 in a security key: a device that signs when it is touched.
  case securityEd25519 = "sk-ssh-ed25519@openssh.com"
  /// ECDSA over P-256 in a security key.
  case securityNistp256 = "sk-ecdsa-sha2-nistp256@openssh.com"

  /// The sentence's part that says what is possible.
  static var choices: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A curve of ECDSA as SSH names it (RFC 5656 §10.1).
enum SSHCurve: String, Hashable, Sendable {
  case nistp256, nistp384, nistp521

  /// Bytes of one coordinate, and of each half of a signature.
  var width: Int {
    switch self {
    case .nistp256: 32
    case .nistp384: 48
    case .nistp521: 66
    }
  }
}

/// Why a text is not a public key that can be used here.
package enum SSHKeyTrouble: Error, Hashable, Sendable {
  case tooLong(Int, limit: Int)
  case notALine
  case unknownKind(String)
  case notBase64
  case kindsDiffer(line: String, blob: String)
  case malformed(SSHWireTrouble)
  /// The curve that the blob names is not its kind's.
  case otherCurve(String, SSHKeyKind)
  /// The bytes are no point of the kind's curve, or none in the one form that is accepted.
  case notAPoint(SSHKeyKind)
  /// One of the few points for which anybody can make signatures.
  case weakPoint
  /// Size of an RSA modulus, in bits.
  case rsaSize(Int)
  case rsaExponent
  case rsaModulus
}
