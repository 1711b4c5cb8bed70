/// The key of sealed journal entries: 32 bytes, written as 64 lower-case hexadecimal digits. It is a secret until a
/// record publishes it, and anybody's from then on.
package struct SealKey: Hashable, Sendable, LosslessStringConvertible, Codable {
  package let bytes: [UInt8]

  package static let count = 32

  /// The key of those 32 bytes; nil for any other count.
  package init?(bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.count else { return nil }
    self.bytes = bytes
  }

  package init?(_ description: String) {
    guard let bytes = Hexadecimal.bytes(of: description) else { return nil }
    self.init(bytes: bytes)
  }

  package var description: String { Hexadecimal.text(of: bytes) }

  package init(from decoder: any Decoder) throws { self = try decodeText(from: decoder, as: "a 32-byte key") }
  package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}
