import Crypto
import FoundationEssentials
import WorkflowModel

@testable import Sealing

/// Bytes taken for each thing that has to do with sealed entries: the text in a record, a published key, words to seal,
/// and what somebody who has the key could have sealed instead of words.
enum SealedTarget {
  private static let context = SealContext(
    founding: .none, phase: name("p"), gate: name("M1"), principal: name("builder"))
  private static let key = sealKey(7)
  private static let nonce = [UInt8](repeating: 9, count: SealedText.nonceCount)

  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let key = SealKey(text) { promise("\(key)".utf8.elementsEqual(text.utf8), "a key is its text") }
    if let named = SealedText.bytes(of: text) {
      promise(SealedText.lines(of: named).utf8.elementsEqual(text.utf8), "bytes have one text")
    }
    promise(SealedText.bytes(of: SealedText.lines(of: bytes)) == bytes, "writing and reading are inverse")
    foreign(text)
    words(text)
    padded(bytes)
  }

  /// Without the key, nobody makes a text that opens with it: what does is the seed, sealed by ``words(_:)``.
  private static func foreign(_ text: String) {
    do {
      let entry = try SealedEntry.open(text, with: key, for: context, commitment: key.commitment)
      promise(text == (try entry.seal(with: key, for: context, nonce: nonce)), "nobody forges an entry")
    } catch { promise(!"\(error)".isEmpty, "a refusal has words") }
  }

  private static func words(_ text: String) {
    let cut = text.firstIndex(of: "\n") ?? text.endIndex
    let entry = SealedEntry(title: InertText.line(String(text[..<cut])), body: InertText.block(String(text[cut...])))
    do {
      let sealed = try entry.seal(with: key, for: context, nonce: nonce)
      promise(SealedText.trouble(with: sealed) == nil, "it has the form of a sealed entry")
      promise(
        try SealedEntry.open(sealed, with: key, for: context, commitment: key.commitment) == entry,
        "what was sealed is opened")
      refuses(.otherKey) { try SealedEntry.open(sealed, with: sealKey(8), for: context, commitment: key.commitment) }
      let elsewhere = SealContext(founding: .none, phase: name("p"), gate: nil, principal: name("builder"))
      refuses(.damaged) { try SealedEntry.open(sealed, with: key, for: elsewhere, commitment: key.commitment) }
      guard var changed = SealedText.bytes(of: sealed) else { fatalError("broken promise: a sealed text is base64") }
      changed[(text.utf8.count * 31) % changed.count] ^= 1
      refuses(.damaged) {
        try SealedEntry.open(SealedText.lines(of: changed), with: key, for: context, commitment: key.commitment)
      }
    } catch { fatalError("broken promise: \(error)") }
  }

  /// A Builder has the key and can seal what they like with it.
  private static func padded(_ bytes: [UInt8]) {
    guard let size = SealedText.buckets.first(where: { $0 >= bytes.count }) else { return }
    let plain = bytes + [UInt8](repeating: 0, count: size - bytes.count)
    do {
      let box = try ChaChaPoly.seal(
        plain, using: SymmetricKey(data: key.bytes), nonce: ChaChaPoly.Nonce(data: nonce),
        authenticating: context.bytes(ending: key.commitment.hex))
      let text = SealedText.lines(of: Array(box.combined))
      let entry: SealedEntry
      do { entry = try SealedEntry.open(text, with: key, for: context, commitment: key.commitment) } catch {
        if case .form = error { return }
        fatalError("broken promise: it opens with its key: \(error)")
      }
      promise(InertText.line(entry.title).utf8.elementsEqual(entry.title.utf8), "a title is inert")
      promise(InertText.block(entry.body).utf8.elementsEqual(entry.body.utf8), "a body is inert")
    } catch { fatalError("broken promise: \(error)") }
  }

  private static func refuses(_ trouble: SealingTrouble, _ open: () throws -> SealedEntry) {
    do {
      _ = try open()
      fatalError("broken promise: \(trouble) is noticed")
    } catch { promise(error as? SealingTrouble == trouble, "\(trouble) is called so: \(error)") }
  }

  private static func name<Kind>(_ text: String) -> Name<Kind> {
    guard let name = Name<Kind>(text) else { fatalError("\(text) is a name") }
    return name
  }

  private static func sealKey(_ byte: UInt8) -> SealKey {
    guard let key = SealKey(bytes: [UInt8](repeating: byte, count: SealKey.count)) else { fatalError("32 bytes") }
    return key
  }
}
