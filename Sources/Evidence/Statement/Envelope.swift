import FoundationEssentials

/// A DSSE envelope (v1) around the statement of a set: what it holds is exactly the stored `statement.json`, and what is
/// signed is DSSE's encoding of it. Whether the signature holds is not for this module to say.
package struct Envelope: Hashable, Sendable {
  /// Whose key it is, as `SHA256:…`; a hint, as in all of DSSE.
  package let key: String
  package let signature: [UInt8]

  package static let path = "envelope.json"
  package static let payloadType = "application/vnd.in-toto+json"

  package init(key: String, signature: [UInt8]) {
    self.key = key
    self.signature = signature
  }

  /// DSSE's pre-authentication encoding of a statement: the bytes that are signed.
  package static func message(_ statement: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(statement.count) ".utf8) + statement
  }

  /// The one form in which the envelope of this statement is stored: as JSON with sorted keys, indented. Throws
  /// ``EvidenceError/envelope(_:)`` for a key that would have to be written otherwise.
  func encoded(around statement: [UInt8]) throws(EvidenceError) -> [UInt8] {
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
      throw .envelope("'\(shown(key))' is no key's fingerprint")
    }
    // Written out: a thousand sets are read for an audit, and each is written once more to be compared.
    return Array(
      """
      {
        "payload" : "\(Data(statement).base64EncodedString())",
        "payloadType" : "\(Self.payloadType)",
        "signatures" : [
          {
            "keyid" : "\(key)",
            "sig" : "\(Data(signature).base64EncodedString())"
          }
        ]
      }

      """.utf8)
  }

  /// Reads an envelope that has to hold this statement and one signature, in the stored form.
  static func read(_ bytes: [UInt8], around statement: [UInt8]) throws(EvidenceError) -> Envelope {
    // Base64 takes four bytes for three; the rest is a key's name and a signature.
    guard bytes.count <= EvidenceLimits.statementBytes / 3 * 4 + (32 << 10) else { throw .envelope("it is too large") }
    let document: JSONValue
    do { document = try JSONReader.read(bytes) } catch { throw .envelope("\(error)") }
    guard case .text(let payload)? = document.value(at: "/payload"),
      case .text(let key)? = document.value(at: "/signatures/0/keyid"),
      case .text(let text)? = document.value(at: "/signatures/0/sig"), let signature = Data(base64Encoded: text)
    else { throw .envelope("it has no payload with a signature") }
    let envelope = Envelope(key: key, signature: Array(signature))
    guard try envelope.encoded(around: statement) == bytes else {
      guard payload == Data(statement).base64EncodedString() else { throw .envelope("it holds another statement") }
      throw .envelope("it is not written as assay writes it")
    }
    return envelope
  }
}

extension CollectedSet {
  /// What a signature of this set is made over.
  package var message: [UInt8] {
    Envelope.message(files.first { $0.path == Statement.path }?.bytes ?? [])
  }

  /// The set with its statement's envelope beside it. Throws ``CollectionError/tooLarge(bytes:files:)``.
  package func signed(_ envelope: Envelope) throws -> CollectedSet {
    guard let statement = files.first(where: { $0.path == Statement.path }) else { return self }
    let all = files + [EvidenceFile(path: Envelope.path, bytes: try envelope.encoded(around: statement.bytes))]
    try EvidenceLimits.check(all)
    return CollectedSet(set: self.set, files: all)
  }
}
