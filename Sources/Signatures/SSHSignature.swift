import Crypto
import FoundationEssentials

/// What a signature is for. A signature for one thing never holds for another.
package enum SignatureNamespace: String, CaseIterable, Hashable, Sendable {
  /// Commits and tags, as git itself signs them.
  case git
  /// Statements of evidence sets.
  case evidence = "assay-evidence"
}

/// The hash that a signature takes of its payload first.
package enum SignatureHash: String, CaseIterable, Hashable, Sendable {
  case sha256, sha512

  func digest(_ payload: [UInt8]) -> [UInt8] {
    switch self {
    case .sha256: Array(SHA256.hash(data: payload))
    case .sha512: Array(SHA512.hash(data: payload))
    }
  }
}

/// A signature in OpenSSH's form (PROTOCOL.sshsig, version 1), read strictly. That it is in form says nothing yet:
/// ``verify(payload:namespace:)`` says whether it holds.
package struct SSHSignature: Hashable, Sendable {
  package let key: SSHPublicKey
  /// As the signature has it; any text.
  package let namespace: String
  package let hash: SignatureHash
  /// The innermost part on the wire: algorithm and signature.
  package let signature: [UInt8]
  let material: SSHSignatureMaterial

  static let magic = Array("SSHSIG".utf8)
  static let version: UInt32 = 1
  /// Longest blob that is looked at, in bytes: an RSA key and signature of the largest size take some 2 200.
  package static let blobLimit = 16 << 10

  /// Puts a signature together from what a key made of ``signedData(payload:namespace:hash:)``: on the wire, algorithm
  /// first.
  package init(
    key: SSHPublicKey, namespace: SignatureNamespace, hash: SignatureHash, signature: [UInt8]
  ) throws(SignatureTrouble) {
    material = try SSHSignatureMaterial(by: key, signature)
    self.key = key
    self.namespace = namespace.rawValue
    self.hash = hash
    self.signature = signature
  }

  /// Reads what stands inside the armor, to the last byte.
  package init(blob: [UInt8]) throws(SignatureTrouble) {
    guard blob.count <= Self.blobLimit else { throw .tooLong(blob.count, limit: Self.blobLimit) }
    guard blob.starts(with: Self.magic) else { throw .notSSHSIG }
    let parts: Parts
    do { parts = try Parts(Array(blob.dropFirst(Self.magic.count))) } catch { throw .malformed(error) }
    guard parts.version == Self.version else { throw .version(parts.version) }
    guard parts.reserved.isEmpty else { throw .reservedInUse }
    guard let hash = SignatureHash(rawValue: parts.hash) else { throw .unknownHash(parts.hash) }
    do { key = try SSHPublicKey(blob: parts.key) } catch { throw .key(error) }
    material = try SSHSignatureMaterial(by: key, parts.signature)
    namespace = parts.namespace
    self.hash = hash
    signature = parts.signature
  }

  private struct Parts {
    let version: UInt32
    let key: [UInt8]
    let namespace: String
    let reserved: [UInt8]
    let hash: String
    let signature: [UInt8]

    init(_ bytes: [UInt8]) throws(SSHWireTrouble) {
      var reader = SSHWireReader(bytes)
      version = try reader.number("version")
      key = try reader.string("key")
      namespace = try reader.text("namespace")
      reserved = try reader.string("reserved field")
      hash = try reader.text("hash")
      signature = try reader.string("signature")
      try reader.finish()
    }
  }

  /// The signature on the wire, without its armor.
  package var blob: [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(Self.magic)
    writer.number(Self.version)
    writer.string(key.blob)
    writer.string(namespace)
    writer.string([])
    writer.string(hash.rawValue)
    writer.string(signature)
    return writer.bytes
  }

  /// The bytes that a key signs for this payload.
  package static func signedData(
    payload: [UInt8], namespace: SignatureNamespace = .git, hash: SignatureHash = .sha512
  ) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(magic)
    writer.string(namespace.rawValue)
    writer.string([])
    writer.string(hash.rawValue)
    writer.string(hash.digest(payload))
    return writer.bytes
  }
}
