import Crypto
import CryptoExtras
import FoundationEssentials

extension SSHSignature {
  /// Verifies an armored signature in-process and returns the key that made it. Whether that key may sign anything is
  /// another question.
  package static func verify(
    _ armored: String, payload: [UInt8], namespace: SignatureNamespace = .git
  ) throws(SignatureTrouble) -> SSHPublicKey {
    try SSHSignature(armored: armored).verify(payload: payload, namespace: namespace)
  }

  /// Returns the key if it signed this payload for this namespace; throws otherwise.
  @discardableResult
  package func verify(
    payload: [UInt8], namespace wanted: SignatureNamespace = .git
  ) throws(SignatureTrouble) -> SSHPublicKey {
    guard namespace == wanted.rawValue else { throw .wrongNamespace(namespace, wanted: wanted) }
    if let state = securityKeyState, !state.isTouched { throw .untouched }
    let message = Self.signedData(payload: payload, namespace: wanted, hash: hash)
    let holds: Bool
    // What the library cannot read was made by no key.
    do { holds = try isValid(for: message) } catch { holds = false }
    guard holds else { throw .doesNotHold(key) }
    return key
  }

  private var securityKeyState: SecurityKeyState? {
    switch material {
    case .securityEd25519(_, let state), .securityNistp256(_, let state): state
    case .ed25519, .ecdsa, .rsa: nil
    }
  }

  private func isValid(for message: [UInt8]) throws -> Bool {
    switch (key.material, material) {
    case (.ed25519(let point), .ed25519(let signature)):
      return try Curve25519.Signing.PublicKey(rawRepresentation: point).isValidSignature(signature, for: message)
    case (.ecdsa(let curve, let point), .ecdsa(let signature)):
      return try curve.isValid(signature, by: point, for: message)
    case (.rsa(let modulus, let exponent), .rsa(let hash, let signature)):
      let key = try _RSA.Signing.PublicKey(n: modulus, e: exponent)
      let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
      switch hash {
      case .sha256:
        return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
      case .sha512:
        return key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
      }
    case (.securityEd25519(let point, let application), .securityEd25519(let signature, let state)):
      return try Curve25519.Signing.PublicKey(rawRepresentation: point)
        .isValidSignature(signature, for: state.signedData(message, application: application))
    case (.securityNistp256(let point, let application), .securityNistp256(let signature, let state)):
      return try SSHCurve.nistp256.isValid(
        signature, by: point, for: state.signedData(message, application: application))
    default:
      // The signature was read for this very key; a pair of different kinds is made by no reader.
      return false
    }
  }
}

extension SecurityKeyState {
  /// What a security key signs instead of the message.
  func signedData(_ message: [UInt8], application: [UInt8]) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(SHA256.hash(data: application))
    writer.raw([flags])
    writer.number(counter)
    writer.raw(SHA256.hash(data: message))
    return writer.bytes
  }
}

extension SSHCurve {
  /// Each curve has the hash of its own strength (RFC 5656 §6.2.1), which the library takes by itself.
  fileprivate func isValid(_ signature: [UInt8], by point: [UInt8], for message: [UInt8]) throws -> Bool {
    switch self {
    case .nistp256:
      try P256.Signing.PublicKey(x963Representation: point)
        .isValidSignature(P256.Signing.ECDSASignature(rawRepresentation: signature), for: message)
    case .nistp384:
      try P384.Signing.PublicKey(x963Representation: point)
        .isValidSignature(P384.Signing.ECDSASignature(rawRepresentation: signature), for: message)
    case .nistp521:
      try P521.Signing.PublicKey(x963Representation: point)
        .isValidSignature(P521.Signing.ECDSASignature(rawRepresentation: signature), for: message)
    }
  }
}
