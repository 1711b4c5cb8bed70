import Crypto
import FoundationEssentials

/// What a public key is made of, each part checked.
enum SSHKeyMaterial: Hashable, Sendable {
  case ed25519(point: [UInt8])
  /// The point uncompressed: 4, x, y.
  case ecdsa(SSHCurve, point: [UInt8])
  case rsa(modulus: [UInt8], exponent: [UInt8])
  case securityEd25519(point: [UInt8], application: [UInt8])
  case securityNistp256(point: [UInt8], application: [UInt8])

  /// Reads what follows the kind, to the end of the blob.
  init(of kind: SSHKeyKind, from reader: inout SSHWireReader) throws(SSHKeyTrouble) {
    do {
      switch kind {
      case .ed25519:
        self = .ed25519(point: try Self.edwardsPoint(&reader))
      case .nistp256: self = try Self.ecdsa(.nistp256, kind, &reader)
      case .nistp384: self = try Self.ecdsa(.nistp384, kind, &reader)
      case .nistp521: self = try Self.ecdsa(.nistp521, kind, &reader)
      case .rsa: self = try Self.rsa(&reader)
      case .securityEd25519:
        let point = try Self.edwardsPoint(&reader)
        self = .securityEd25519(point: point, application: try reader.string("application"))
      case .securityNistp256:
        let point = try Self.weierstrassPoint(.nistp256, kind, &reader)
        self = .securityNistp256(point: point, application: try reader.string("application"))
      }
      try reader.finish()
    } catch let error as SSHKeyTrouble {
      throw error
    } catch let error as SSHWireTrouble {
      throw .malformed(error)
    } catch {
      throw .notAPoint(kind)
    }
  }

  private static func ecdsa(
    _ curve: SSHCurve, _ kind: SSHKeyKind, _ reader: inout SSHWireReader
  ) throws -> SSHKeyMaterial {
    .ecdsa(curve, point: try weierstrassPoint(curve, kind, &reader))
  }

  private static func weierstrassPoint(
    _ curve: SSHCurve, _ kind: SSHKeyKind, _ reader: inout SSHWireReader
  ) throws -> [UInt8] {
    let name = try reader.text("curve")
    guard name == curve.rawValue else { throw SSHKeyTrouble.otherCurve(name, kind) }
    let point = try reader.string("point")
    // Compressed points are points too; a second form of the same key would be a second key.
    guard point.count == 1 + 2 * curve.width else { throw SSHWireTrouble.wrongLength("point", point.count) }
    guard point[0] == 4 else { throw SSHKeyTrouble.notAPoint(kind) }
    switch curve {
    case .nistp256: _ = try P256.Signing.PublicKey(x963Representation: point)
    case .nistp384: _ = try P384.Signing.PublicKey(x963Representation: point)
    case .nistp521: _ = try P521.Signing.PublicKey(x963Representation: point)
    }
    return point
  }

  private static func rsa(_ reader: inout SSHWireReader) throws -> SSHKeyMaterial {
    let exponent = try reader.positive("exponent")
    let modulus = try reader.positive("modulus")
    let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    guard SSHPublicKey.rsaBits.contains(bits) else { throw SSHKeyTrouble.rsaSize(bits) }
    guard let last = modulus.last, last & 1 == 1 else { throw SSHKeyTrouble.rsaModulus }
    // More than 32 bits buy nothing but time spent on verification.
    guard exponent.count <= 4, let lowest = exponent.last, lowest & 1 == 1, exponent != [1] else {
      throw SSHKeyTrouble.rsaExponent
    }
    return .rsa(modulus: modulus, exponent: exponent)
  }
}
