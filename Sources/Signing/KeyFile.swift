import Crypto
import FoundationEssentials
import Signatures

/// Signs in-process with an unencrypted Ed25519 key of OpenSSH's form: some 200 times as fast as ssh-keygen, with the
/// same bytes.
package struct KeyFile: RecordSigner {
  package let key: SSHPublicKey
  private let secret: Curve25519.Signing.PrivateKey

  /// Opens the key file. Throws ``SigningTrouble/encrypted(_:)`` and ``SigningTrouble/notEd25519(_:_:)`` for keys that
  /// ssh-keygen or an agent can sign with.
  package init(path: String) throws(SigningTrouble) {
    let text = String(decoding: try OwnedFile.read(path, .secret), as: UTF8.self)
    guard let envelope = try KeyEnvelope(text, path: path) else { throw .notAKeyFile(path) }
    try self.init(envelope, path: path)
  }

  init(_ envelope: KeyEnvelope, path: String) throws(SigningTrouble) {
    guard !envelope.isEncrypted else { throw .encrypted(path) }
    guard envelope.key.kind == .ed25519 else { throw .notEd25519(path, envelope.key.kind) }
    let pair: [UInt8]
    do { pair = try Self.pair(envelope) } catch { throw .damagedKeyFile(path, error) }
    key = envelope.key
    do {
      secret = try Curve25519.Signing.PrivateKey(rawRepresentation: pair.prefix(32))
    } catch {
      throw .damagedKeyFile(path, .notCanonical("private key"))
    }
    // The public part is stated three times; they must all be the one that the secret makes.
    let point = Array(secret.publicKey.rawRepresentation)
    guard Array(pair.suffix(32)) == point, Array(key.blob.suffix(32)) == point else {
      throw .damagedKeyFile(path, .notCanonical("public part of the private key"))
    }
  }

  /// Seed and public point, 64 bytes.
  private static func pair(_ envelope: KeyEnvelope) throws(SSHWireTrouble) -> [UInt8] {
    var reader = SSHWireReader(envelope.secret)
    let check = try reader.number("check number")
    guard try reader.number("check number") == check else { throw .notCanonical("check number") }
    guard try reader.text("kind of the private key") == SSHKeyKind.ed25519.rawValue else {
      throw .notCanonical("kind of the private key")
    }
    let point = try reader.string("public part of the private key")
    let pair = try reader.string("private key")
    guard pair.count == 64 else { throw .wrongLength("private key", pair.count) }
    guard point.count == 32, point == Array(pair.suffix(32)) else {
      throw .notCanonical("public part of the private key")
    }
    _ = try reader.string("comment")
    let padding = try reader.bytes(reader.remaining, "padding")
    guard padding == Self.padding(padding.count), padding.count < Self.block else { throw .notCanonical("padding") }
    return pair
  }

  /// Size that the private part is padded to, in bytes, when nothing is encrypted.
  static let block = 8

  /// 1, 2, 3, …
  static func padding(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) } }

  package func attest(_ message: [UInt8]) async throws(SigningTrouble) -> [UInt8] { try signature(of: message) }

  private func signature(of message: [UInt8]) throws(SigningTrouble) -> [UInt8] {
    do {
      return Array(try secret.signature(for: message))
    } catch {
      // The library signs everything that there is; should that change, nothing is signed.
      throw .tool("\(error)")
    }
  }

  package func sign(_ payload: [UInt8]) async throws(SigningTrouble) -> String {
    var writer = SSHWireWriter()
    writer.string(SSHKeyKind.ed25519.rawValue)
    writer.string(try signature(of: SSHSignature.signedData(payload: payload)))
    do {
      return try SSHSignature(key: key, namespace: .git, hash: .sha512, signature: writer.bytes).armored
    } catch {
      throw .unusable(error)
    }
  }
}
