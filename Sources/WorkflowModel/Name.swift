/// An identifier that people and phase files choose: letters, digits, `.`, `_` and `-`, at most 64, the first a letter
/// or digit, no `..` and no dot at the end. It is safe in a path, a ref, a trailer and a subject line; matching is
/// whole and exact.
package struct Name<Kind>: Hashable, Sendable {
  package let text: String
}

package enum PhaseKind {}
package enum GateKind {}
package enum CheckKindTag {}
package enum DoDItemKind {}
package enum ProbeKind {}
package enum PrincipalKind {}

package typealias PhaseID = Name<PhaseKind>
package typealias GateID = Name<GateKind>
package typealias CheckID = Name<CheckKindTag>
package typealias DoDItemID = Name<DoDItemKind>
package typealias ProbeID = Name<ProbeKind>
package typealias PrincipalName = Name<PrincipalKind>

extension Name: LosslessStringConvertible {
  package init?(_ description: String) {
    var text = description
    guard text.withUTF8({ isName($0) }) else { return nil }
    self.text = description
  }

  package var description: String { text }
}

private func isName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard (1...64).contains(bytes.count), isLetterOrDigit(bytes[0]) else { return false }
  var previous: UInt8 = 0
  for byte in bytes {
    guard isLetterOrDigit(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D else { return false }
    if byte == 0x2E, previous == 0x2E { return false }
    previous = byte
  }
  let isLock = bytes.suffix(5).lazy.map { $0 | 0x20 }.elementsEqual(".lock".utf8)
  return previous != 0x2E && !isLock
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}

extension Name: Comparable {
  package static func < (left: Name, right: Name) -> Bool { left.text < right.text }
}

extension Name: Codable {
  package init(from decoder: any Decoder) throws { self = try decodeText(from: decoder, as: "a name") }
  package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

extension Name: CodingKeyRepresentable {
  package var codingKey: any CodingKey { TextKey(stringValue: text) }
  package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

/// A coding key made of any text, so that typed names can be the keys of encoded dictionaries.
package struct TextKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }
  package init(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { return nil }
}
