import Crypto
import FoundationEssentials
import Signatures

extension KeyFile {
  /// Makes a new unencrypted Ed25519 key: the private file at `path` (mode 0600), the public one beside it as
  /// `path.pub` (0644), directories that are missing (0700). Overwrites nothing, and leaves no half of a pair behind.
  /// `randomBytes` gives that many bytes that nobody can predict.
  package static func generate(
    at path: String, comment: String, randomBytes: (Int) -> [UInt8]
  ) throws(SigningTrouble) -> KeyFile {
    guard comment.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }), comment.utf8.count <= 1024
    else { throw .comment(comment) }
    let random = randomBytes(48)
    guard random.count == 48 else { throw .randomBytes(wanted: 48, given: random.count) }
    let mark = random[36...].map { String($0, radix: 16) }.joined()
    let text = try text(seed: Array(random[..<32]), check: Array(random[32..<36]), comment: comment, path: path)
    guard let envelope = try KeyEnvelope(text, path: path) else { throw .notAKeyFile(path) }
    let made = try KeyFile(envelope, path: path)

    try OwnedFile.makeDirectory(of: path)
    let publicPath = path + ".pub"
    guard !OwnedFile.exists(publicPath) else { throw .exists(publicPath) }
    // The private part first: alone it is a whole key, the public part alone would be nothing.
    try OwnedFile.create(path, Array(text.utf8), mode: 0o600, mark: mark)
    let line = comment.isEmpty ? made.key.line : "\(made.key.line) \(comment)"
    do {
      try OwnedFile.create(publicPath, Array("\(line)\n".utf8), mode: 0o644, mark: mark)
    } catch {
      OwnedFile.remove(path)
      throw error
    }
    return made
  }

  private static func text(
    seed: [UInt8], check: [UInt8], comment: String, path: String
  ) throws(SigningTrouble) -> String {
    let point: [UInt8]
    do {
      point = Array(try Curve25519.Signing.PrivateKey(rawRepresentation: seed).publicKey.rawRepresentation)
    } catch {
      throw .damagedKeyFile(path, .notCanonical("private key"))
    }
    let key: SSHPublicKey
    do { key = try SSHPublicKey(ed25519: point) } catch { throw .key(path, error) }

    var secret = SSHWireWriter()
    secret.raw(check + check)
    secret.string(SSHKeyKind.ed25519.rawValue)
    secret.string(point)
    secret.string(seed + point)
    secret.string(comment)
    secret.raw(padding((block - secret.bytes.count % block) % block))

    var file = SSHWireWriter()
    file.raw(KeyEnvelope.magic)
    file.string("none")
    file.string("none")
    file.string([])
    file.number(1)
    file.string(key.blob)
    file.string(secret.bytes)
    return "\(KeyEnvelope.begin)\n\(CanonicalBase64.lines(file.bytes, width: 70))\n\(KeyEnvelope.end)\n"
  }
}
