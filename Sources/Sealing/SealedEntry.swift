import Crypto
import FoundationEssentials
import WorkflowModel

/// A journal entry's words, and the text that hides them: ChaCha20-Poly1305 over both, padded to one of a few sizes.
package struct SealedEntry: Hashable, Sendable {
  package let title: String
  package let body: String

  package init(title: String, body: String) {
    self.title = title
    self.body = body
  }

  /// Bytes that title and body may have together.
  package static let limit = (SealedText.buckets.last ?? 0) - header

  /// The two lengths in front.
  private static let header = 8

  /// The text that a record carries. `nonce` is random, and no other entry under the key has it.
  package func seal(
    with key: SealKey, for context: SealContext, nonce: [UInt8]
  ) throws(SealingTrouble) -> String {
    let plain = try padded()
    do {
      let box = try ChaChaPoly.seal(
        plain, using: SymmetricKey(data: key.bytes), nonce: ChaChaPoly.Nonce(data: nonce),
        authenticating: context.bytes(ending: key.commitment.hex))
      return SealedText.lines(of: Array(box.combined))
    } catch {
      throw .nonceCount(nonce.count)
    }
  }

  /// The words of a text that was sealed with that key at that place. They are inert, whatever was sealed.
  package static func open(
    _ text: String, with key: SealKey, for context: SealContext, commitment: WorkflowModel.Digest
  ) throws(SealingTrouble) -> SealedEntry {
    guard key.commitment == commitment else { throw .otherKey }
    if let trouble = SealedText.trouble(with: text) { throw .form(trouble) }
    guard let bytes = SealedText.bytes(of: text) else { throw .form("it is not base64") }
    let plain: [UInt8]
    do {
      plain = Array(
        try ChaChaPoly.open(
          ChaChaPoly.SealedBox(combined: bytes), using: SymmetricKey(data: key.bytes),
          authenticating: context.bytes(ending: commitment.hex)))
    } catch {
      throw .damaged
    }
    return try SealedEntry(padded: plain)
  }

  private func padded() throws(SealingTrouble) -> [UInt8] {
    let parts = [Array(title.utf8), Array(body.utf8)]
    let words = parts[0].count + parts[1].count
    guard let size = SealedText.buckets.first(where: { $0 >= words + Self.header }) else { throw .tooLong(words) }
    var bytes: [UInt8] = []
    for part in parts { bytes += (0..<4).map { UInt8(truncatingIfNeeded: part.count >> (24 - 8 * $0)) } }
    bytes += parts[0] + parts[1]
    return bytes + [UInt8](repeating: 0, count: size - bytes.count)
  }

  private init(padded bytes: [UInt8]) throws(SealingTrouble) {
    func number(at place: Int) -> Int { bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.count >= Self.header else { throw .form("it is too short") }
    let titleEnd = Self.header + number(at: 0)
    let end = titleEnd + number(at: 4)
    guard end <= bytes.count, bytes[end...].allSatisfy({ $0 == 0 }),
      let title = String(validating: bytes[Self.header..<titleEnd], as: UTF8.self),
      let body = String(validating: bytes[titleEnd..<end], as: UTF8.self)
    else { throw .form("what was sealed is no entry") }
    self.init(title: InertText.line(title), body: InertText.block(body))
  }
}
