/// What a signature is made of, each part in form for the key that is said to have made it.
enum SSHSignatureMaterial: Hashable, Sendable {
  case ed25519([UInt8])
  /// r and s, each as wide as the curve.
  case ecdsa([UInt8])
  case rsa(SignatureHash, [UInt8])
  case securityEd25519([UInt8], SecurityKeyState)
  case securityNistp256([UInt8], SecurityKeyState)

  /// Reads the innermost part of a signature, to its last byte.
  init(by key: SSHPublicKey, _ bytes: [UInt8]) throws(SignatureTrouble) {
    var reader = SSHWireReader(bytes)
    let algorithm: String
    do { algorithm = try reader.text("algorithm") } catch { throw .malformed(error) }
    guard SSHSignature.algorithms(of: key.kind).contains(algorithm) else {
      throw .wrongAlgorithm(algorithm, key.kind)
    }
    do {
      self = try Self.read(by: key, algorithm, &reader)
      try reader.finish()
    } catch {
      throw .malformed(error)
    }
  }

  private static func read(
    by key: SSHPublicKey, _ algorithm: String, _ reader: inout SSHWireReader
  ) throws(SSHWireTrouble) -> SSHSignatureMaterial {
    switch key.material {
    case .ed25519: return .ed25519(try fixed(64, &reader))
    case .ecdsa(let curve, _): return .ecdsa(try halves(curve, &reader))
    case .rsa(let modulus, _):
      let hash: SignatureHash = algorithm == SSHSignature.rsaSHA256 ? .sha256 : .sha512
      // As long as the modulus, even when it begins with zeros (RFC 8332 §3).
      return .rsa(hash, try fixed(modulus.count, &reader))
    case .securityEd25519:
      let signature = try fixed(64, &reader)
      return .securityEd25519(signature, try SecurityKeyState(&reader))
    case .securityNistp256:
      let signature = try halves(.nistp256, &reader)
      return .securityNistp256(signature, try SecurityKeyState(&reader))
    }
  }

  private static func fixed(_ count: Int, _ reader: inout SSHWireReader) throws(SSHWireTrouble) -> [UInt8] {
    let bytes = try reader.string("signature")
    guard bytes.count == count else { throw .wrongLength("signature", bytes.count) }
    return bytes
  }

  private static func halves(_ curve: SSHCurve, _ reader: inout SSHWireReader) throws(SSHWireTrouble) -> [UInt8] {
    var inner = SSHWireReader(try reader.string("signature"))
    let first = try inner.positive("first half of the signature")
    let second = try inner.positive("second half of the signature")
    try inner.finish()
    var result: [UInt8] = []
    for half in [first, second] {
      guard half.count <= curve.width else { throw .wrongLength("half of the signature", half.count) }
      result += [UInt8](repeating: 0, count: curve.width - half.count) + half
    }
    return result
  }
}

/// What a security key says about itself in each signature, and signs (OpenSSH's PROTOCOL.u2f).
struct SecurityKeyState: Hashable, Sendable {
  let flags: UInt8
  let counter: UInt32

  init(_ reader: inout SSHWireReader) throws(SSHWireTrouble) {
    flags = try reader.byte("flags of the security key")
    counter = try reader.number("counter of the security key")
  }

  /// Somebody touched it.
  var isTouched: Bool { flags & 1 == 1 }
}

extension SSHSignature {
  static let rsaSHA256 = "rsa-sha2-256"
  static let rsaSHA512 = "rsa-sha2-512"

  /// With which algorithms a key of that kind may sign. RSA with SHA-1 (`ssh-rsa`) is not among them.
  static func algorithms(of kind: SSHKeyKind) -> [String] {
    kind == .rsa ? [rsaSHA256, rsaSHA512] : [kind.rawValue]
  }
}
