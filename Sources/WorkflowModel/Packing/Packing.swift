/// A value that can be kept in few bytes and read back fast. A fold is read at every start of the program; to read it
/// through `Codable` takes longer than all that is then done with it. The bytes are for this program alone, of this
/// very version: they have no names in them, and their order is that of the fields.
package protocol Packable {
  func pack(into packer: inout Packer)
  init(from unpacker: inout Unpacker) throws(Unpackable)
}

/// Bytes that are no packed value.
package struct Unpackable: Error, Hashable, Sendable {
  package init() {}
}

/// Takes values one after the other.
package struct Packer {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func put<each Value: Packable>(_ values: repeat each Value) {
    repeat (each values).pack(into: &self)
  }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Numbers as they lie in memory.
  package mutating func append<Number: FixedWidthInteger>(fixed numbers: [Number]) {
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Seven bits to a byte, the lowest first.
  package mutating func count(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Gives values one after the other, in the order in which they were put.
package struct Unpacker {
  private let bytes: [UInt8]
  private var place: Int

  package init(_ bytes: [UInt8], from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  package var isAtEnd: Bool { place == bytes.count }

  package mutating func next<Value: Packable>(_ type: Value.Type = Value.self) throws(Unpackable) -> Value {
    try Value(from: &self)
  }

  package mutating func byte() throws(Unpackable) -> UInt8 {
    guard place < bytes.count else { throw Unpackable() }
    defer { place += 1 }
    return bytes[place]
  }

  package mutating func take(_ count: Int) throws(Unpackable) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else { throw Unpackable() }
    defer { place += count }
    return bytes[place..<(place + count)]
  }

  package mutating func count() throws(Unpackable) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 63 || byte < 2 else { throw Unpackable() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  /// A number of items, each of which takes a byte at least.
  mutating func length() throws(Unpackable) -> Int {
    let number = try count()
    guard number <= UInt64(bytes.count - place) else { throw Unpackable() }
    return Int(number)
  }
}

extension Int64: Packable {
  package func pack(into packer: inout Packer) { packer.count(UInt64(bitPattern: (self << 1) ^ (self >> 63))) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    let coded = try unpacker.count()
    self = Int64(bitPattern: coded >> 1) ^ -Int64(bitPattern: coded & 1)
  }
}

extension Int: Packable {
  package func pack(into packer: inout Packer) { Int64(self).pack(into: &packer) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self = Int(try Int64(from: &unpacker)) }
}

extension UInt64: Packable {
  package func pack(into packer: inout Packer) { packer.count(self) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self = try unpacker.count() }
}

extension Bool: Packable {
  package func pack(into packer: inout Packer) { packer.byte(self ? 1 : 0) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = false
    case 1: self = true
    default: throw Unpackable()
    }
  }
}

extension Double: Packable {
  package func pack(into packer: inout Packer) { packer.count(bitPattern) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self.init(bitPattern: try unpacker.count()) }
}

extension Duration: Packable {
  package func pack(into packer: inout Packer) { packer.put(components.seconds, components.attoseconds) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(secondsComponent: try unpacker.next(), attosecondsComponent: try unpacker.next())
  }
}

extension String: Packable {
  package func pack(into packer: inout Packer) {
    packer.count(UInt64(utf8.count))
    packer.append(utf8)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    let length = try unpacker.length()
    guard let text = String(validating: try unpacker.take(length), as: UTF8.self) else { throw Unpackable() }
    self = text
  }
}

extension Optional: Packable where Wrapped: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(self != nil)
    if let value = self { value.pack(into: &packer) }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self = try Bool(from: &unpacker) ? try Wrapped(from: &unpacker) : nil
  }
}

extension Array: Packable where Element: Packable {
  package func pack(into packer: inout Packer) {
    packer.count(UInt64(count))
    for item in self { item.pack(into: &packer) }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    let length = try unpacker.length()
    self = []
    reserveCapacity(length)
    for _ in 0..<length { append(try Element(from: &unpacker)) }
  }
}

extension Set: Packable where Element: Packable & Comparable {
  package func pack(into packer: inout Packer) { sorted().pack(into: &packer) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self.init(try [Element](from: &unpacker)) }
}

extension Dictionary: Packable where Key: Packable & Comparable, Value: Packable {
  package func pack(into packer: inout Packer) {
    packer.count(UInt64(count))
    for (key, value) in self.sorted(by: { $0.key < $1.key }) { packer.put(key, value) }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    let length = try unpacker.length()
    self.init(minimumCapacity: length)
    for _ in 0..<length {
      let key = try Key(from: &unpacker)
      self[key] = try Value(from: &unpacker)
    }
  }
}

/// A word of a list is kept as the word.
extension Packable where Self: RawRepresentable, RawValue == String {
  package func pack(into packer: inout Packer) { rawValue.pack(into: &packer) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    guard let word = Self(rawValue: try String(from: &unpacker)) else { throw Unpackable() }
    self = word
  }
}
