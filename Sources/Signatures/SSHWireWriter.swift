/// Writes SSH's wire format (RFC 4251 §5).
package struct SSHWireWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func raw(_ added: some Sequence<UInt8>) { bytes += added }

  package mutating func number(_ value: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  package mutating func string(_ added: some Collection<UInt8>) {
    number(UInt32(truncatingIfNeeded: added.count))
    bytes += added
  }

  package mutating func string(_ text: String) { string(Array(text.utf8)) }
}
