import Crypto
import FoundationEssentials

/// The signature in an evidence set's envelope. It is one of two things, told apart by their form: the 64 bytes of a
/// plain Ed25519 signature over the message, which every DSSE verifier can check that is given the public key; or an
/// SSHSIG blob for ``SignatureNamespace/evidence``, for keys and signers that make nothing else. The message begins with
/// `DSSEv1`, so a plain signature of it is one of nothing else that these keys sign.
package enum EvidenceSignature {
  /// Throws unless this key made the signature over the message.
  package static func verify(
    _ signature: [UInt8], over message: [UInt8], by key: SSHPublicKey
  ) throws(SignatureTrouble) {
    guard signature.count == plainCount, case .ed25519(let point) = key.material else {
      let parsed = try SSHSignature(blob: signature)
      guard parsed.key == key else { throw .doesNotHold(key) }
      try parsed.verify(payload: message, namespace: .evidence)
      return
    }
    let holds: Bool
    // What the library cannot read was made by no key.
    do {
      holds = try Curve25519.Signing.PublicKey(rawRepresentation: point).isValidSignature(signature, for: message)
    } catch { holds = false }
    guard holds else { throw .doesNotHold(key) }
  }

  /// Bytes of a plain Ed25519 signature.
  private static let plainCount = 64
}
