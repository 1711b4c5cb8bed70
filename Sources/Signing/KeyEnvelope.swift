import Signatures

/// An OpenSSH private key file (PROTOCOL.key) as far as it can be read without a passphrase.
struct KeyEnvelope {
  let cipher: String
  /// The public key stands outside of what is encrypted.
  let key: SSHPublicKey
  /// The private part, encrypted unless the cipher is `none`.
  let secret: [UInt8]

  static let begin = "-----BEGIN OPENSSH PRIVATE KEY-----"
  static let end = "-----END OPENSSH PRIVATE KEY-----"
  static let magic = Array("openssh-key-v1\0".utf8)

  var isEncrypted: Bool { cipher != "none" }

  /// Nil when the text is not of this form; `path` is for the errors.
  init?(_ text: String, path: String) throws(SigningTrouble) {
    let lines = text.unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" }).map { String($0) }
    guard lines.first == Self.begin, let end = lines.firstIndex(of: Self.end) else { return nil }
    guard let bytes = CanonicalBase64.decode(lines[1..<end].joined()), bytes.starts(with: Self.magic) else {
      return nil
    }
    let parts: Parts
    do { parts = try Parts(Array(bytes.dropFirst(Self.magic.count))) } catch { throw .damagedKeyFile(path, error) }
    do { key = try SSHPublicKey(blob: parts.key) } catch { throw .key(path, error) }
    cipher = parts.cipher
    secret = parts.secret
  }

  private struct Parts {
    let cipher: String
    let key: [UInt8]
    let secret: [UInt8]

    init(_ bytes: [UInt8]) throws(SSHWireTrouble) {
      var reader = SSHWireReader(bytes)
      cipher = try reader.text("cipher")
      let derivation = try reader.text("key derivation")
      let options = try reader.string("key derivation's options")
      guard cipher != "none" || (derivation == "none" && options.isEmpty) else {
        throw .notCanonical("key derivation")
      }
      // ssh knows no file with several keys either.
      guard try reader.number("number of keys") == 1 else { throw .notCanonical("number of keys") }
      key = try reader.string("public key")
      secret = try reader.string("private part")
      // Behind an encrypted part stands its authentication tag, whose length depends on the cipher.
      if cipher == "none" { try reader.finish() }
    }
  }
}
