import Crypto
import FoundationEssentials

/// A public key in OpenSSH's form (RFC 4253 §6.6, RFC 5656, RFC 8709, OpenSSH's PROTOCOL.u2f), read strictly: the
/// same key has exactly one blob, so equality of keys is equality of bytes.
package struct SSHPublicKey: Hashable, Sendable {
  package let kind: SSHKeyKind
  /// The key on the wire, its kind first.
  package let blob: [UInt8]
  let material: SSHKeyMaterial

  /// Sizes of an RSA modulus that are accepted, in bits.
  package static let rsaBits = 2048...8192
  /// Longest line that is looked at, in bytes: an RSA key of the largest size has some 1 400.
  package static let lineLimit = 8192
  /// Longest blob that is looked at, in bytes.
  package static let blobLimit = 4096

  /// Reads `KIND BASE64 [COMMENT]`, the line of a `.pub` file without its line end. The comment is dropped.
  package init(line: String) throws(SSHKeyTrouble) {
    guard line.utf8.count <= Self.lineLimit else { throw .tooLong(line.utf8.count, limit: Self.lineLimit) }
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, !words[0].isEmpty, !words[1].isEmpty,
      line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { throw .notALine }
    guard SSHKeyKind(rawValue: String(words[0])) != nil else { throw .unknownKind(String(words[0])) }
    guard let blob = CanonicalBase64.decode(String(words[1])) else { throw .notBase64 }
    try self.init(blob: blob)
    guard kind.rawValue == words[0] else { throw .kindsDiffer(line: String(words[0]), blob: kind.rawValue) }
  }

  /// Reads a key as it stands on the wire, to the last byte.
  package init(blob: [UInt8]) throws(SSHKeyTrouble) {
    guard blob.count <= Self.blobLimit else { throw .tooLong(blob.count, limit: Self.blobLimit) }
    var reader = SSHWireReader(blob)
    let kind = try Self.kind(&reader)
    material = try SSHKeyMaterial(of: kind, from: &reader)
    self.kind = kind
    self.blob = blob
  }

  private static func kind(_ reader: inout SSHWireReader) throws(SSHKeyTrouble) -> SSHKeyKind {
    let name: String
    do { name = try reader.text("kind") } catch { throw .malformed(error) }
    guard let kind = SSHKeyKind(rawValue: name) else { throw .unknownKind(name) }
    return kind
  }

  /// The Ed25519 key with these 32 bytes.
  package init(ed25519 point: some Collection<UInt8>) throws(SSHKeyTrouble) {
    var writer = SSHWireWriter()
    writer.string(SSHKeyKind.ed25519.rawValue)
    writer.string(point)
    try self.init(blob: writer.bytes)
  }

  /// `KIND BASE64`, without a comment.
  package var line: String { "\(kind.rawValue) \(CanonicalBase64.encode(blob))" }

  /// `SHA256:…` as `ssh-keygen -l` prints it.
  package var fingerprint: String {
    let digest = CanonicalBase64.encode(Array(SHA256.hash(data: blob)))
    return "SHA256:" + String(digest.prefix { $0 != "=" })
  }
}

extension SSHPublicKey: CustomStringConvertible {
  package var description: String { line }
}
