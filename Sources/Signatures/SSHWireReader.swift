/// Why bytes are not what SSH's wire format (RFC 4251 §5) asks for.
package enum SSHWireTrouble: Error, Hashable, Sendable {
  /// The bytes end within the named part.
  case truncated(String)
  /// Bytes follow the last part.
  case trailing(Int)
  /// The named number is negative, or has leading zeros that it does not need.
  case notCanonical(String)
  /// The named part has another length than its kind asks for, in bytes.
  case wrongLength(String, Int)
}

extension SSHWireTrouble: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let part): "the bytes end within the \(part)"
    case .trailing(let count): "\(count) bytes follow the end"
    case .notCanonical(let part): "the \(part) is not written in its one canonical form"
    case .wrongLength(let part, let count): "the \(part) has a wrong length (\(count) bytes)"
    }
  }
}

/// Reads SSH's wire format from bytes that nobody vouches for: every length is checked before it is believed, and
/// nothing is copied that is not there.
package struct SSHWireReader: Sendable {
  private var rest: ArraySlice<UInt8>

  package init(_ bytes: [UInt8]) { rest = bytes[...] }

  package var remaining: Int { rest.count }

  /// Takes exactly that many bytes; `part` names them in the error.
  package mutating func bytes(_ count: Int, _ part: String) throws(SSHWireTrouble) -> [UInt8] {
    guard count >= 0, count <= rest.count else { throw .truncated(part) }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  package mutating func byte(_ part: String) throws(SSHWireTrouble) -> UInt8 {
    guard let first = rest.popFirst() else { throw .truncated(part) }
    return first
  }

  /// A big-endian number of four bytes.
  package mutating func number(_ part: String) throws(SSHWireTrouble) -> UInt32 {
    try bytes(4, part).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A length of four bytes and that many bytes.
  package mutating func string(_ part: String) throws(SSHWireTrouble) -> [UInt8] {
    try bytes(Int(number(part)), part)
  }

  /// A string as text. Bytes that are no UTF-8 become replacement characters: the text equals no known word then.
  package mutating func text(_ part: String) throws(SSHWireTrouble) -> String {
    String(decoding: try string(part), as: UTF8.self)
  }

  /// A positive number of any size as its bytes, big end first, without leading zeros. Refused when it is negative,
  /// zero, or longer than it need be.
  package mutating func positive(_ part: String) throws(SSHWireTrouble) -> [UInt8] {
    let written = try string(part)
    guard let first = written.first, first < 0x80 else { throw .notCanonical(part) }
    guard first == 0 else { return written }
    // The one reason for a leading zero is that the number would look negative without it.
    guard written.count > 1, written[1] >= 0x80 else { throw .notCanonical(part) }
    return Array(written.dropFirst())
  }

  /// Refuses bytes that were not read.
  package func finish() throws(SSHWireTrouble) {
    guard rest.isEmpty else { throw .trailing(rest.count) }
  }
}
