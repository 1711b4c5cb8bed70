/// The full id of a git object: 20 bytes, written as 40 lower-case hexadecimal digits.
///
/// There is no abbreviated form of this type: an abbreviation is text for people (``short``) and is resolved by the
/// storage, which refuses an ambiguous one.
package struct ObjectID: Hashable, Sendable {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The id of those 20 bytes; nil for any other count.
  package init?(bytes: some Collection<UInt8>) {
    guard let id = Array(bytes).withUnsafeBytes({ ObjectID(bytes: $0) }) else { return nil }
    self = id
  }

  /// As the other, for the reading of long histories.
  package init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 20 else { return nil }
    high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  /// The id that 40 lower-case hexadecimal digits in ASCII name; nil for anything else.
  package init?(hexadecimal digits: UnsafeRawBufferPointer) {
    guard digits.count == 40, let high = Self.word(digits, 0..<16), let middle = Self.word(digits, 16..<32),
      let low = Self.word(digits, 32..<40)
    else { return nil }
    self.init(high: high, middle: middle, low: UInt32(truncatingIfNeeded: low))
  }

  private static func word(_ digits: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64? {
    var word: UInt64 = 0
    var isHexadecimal = true
    for index in range {
      let digit = digits[index]
      let isLetter = digit &- 0x61 < 6
      isHexadecimal = isHexadecimal && (isLetter || digit &- 0x30 < 10)
      word = word << 4 | UInt64(digit & 15) &+ (isLetter ? 9 : 0)
    }
    return isHexadecimal ? word : nil
  }

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    (self.high, self.middle, self.low) = (high, middle, low)
  }

  /// Git's id for no object: forty zeros.
  package static let none = ObjectID(high: 0, middle: 0, low: 0)

  /// Ids are digests: eight of their bytes tell them apart well enough.
  package func hash(into hasher: inout Hasher) { hasher.combine(high) }

  /// The first eight bytes, as a number.
  package var leadingBytes: UInt64 { high }

  package var bytes: [UInt8] {
    Array(unsafeUninitializedCapacity: 20) { bytes, count in
      write(to: UnsafeMutableRawBufferPointer(bytes))
      count = 20
    }
  }

  /// Puts the 20 bytes at the beginning of a place that has room for them.
  package func write(to place: UnsafeMutableRawBufferPointer) {
    place.storeBytes(of: high.bigEndian, as: UInt64.self)
    place.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
    place.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
  }

  /// The first twelve digits: how ids are shown to people and used in path names.
  package var short: String { String(description.prefix(12)) }
}

extension ObjectID: LosslessStringConvertible {
  /// The id written as exactly 40 lower-case hexadecimal digits; nil for anything else.
  package init?(_ description: String) {
    var description = description
    guard let id = description.withUTF8({ ObjectID(hexadecimal: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = id
  }

  package var description: String {
    String(unsafeUninitializedCapacity: 40) { digits in
      Hexadecimal.write(high, 16, to: digits, at: 0)
      Hexadecimal.write(middle, 16, to: digits, at: 16)
      Hexadecimal.write(UInt64(low), 8, to: digits, at: 32)
      return 40
    }
  }
}

extension ObjectID: Comparable {
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

extension ObjectID: Codable {
  package init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a 40-digit object id")
  }

  package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}

/// Lower-case hexadecimal, both ways.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var characters: [UInt8] = []
    for byte in bytes {
      characters.append(digits[Int(byte >> 4)])
      characters.append(digits[Int(byte & 15)])
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// Writes the last digits of a word.
  fileprivate static func write(
    _ word: UInt64, _ count: Int, to digits: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) {
    for index in 0..<count {
      let value = UInt8(truncatingIfNeeded: word >> UInt64(4 * (count - 1 - index))) & 15
      digits[start + index] = value < 10 ? 0x30 + value : 0x57 + value
    }
  }

  static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }

  /// The bytes that the text names; nil for an odd count or any character but 0-9 and a-f.
  package static func bytes(of text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 2)
    for index in stride(from: 0, to: characters.count, by: 2) {
      guard let upper = value(of: characters[index]), let lower = value(of: characters[index + 1]) else { return nil }
      bytes.append(upper << 4 | lower)
    }
    return bytes
  }
}

extension LosslessStringConvertible {
  func encodeText(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

func decodeText<Value: LosslessStringConvertible>(from decoder: any Decoder, as what: String) throws -> Value {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  guard let value = Value(text) else {
    throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not \(what)")
  }
  return value
}
