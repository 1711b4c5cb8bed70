/// Why a text is not the JSON that is read here.
struct JSONFault: Error, Hashable, CustomStringConvertible {
  let reason: String
  let offset: Int
  var description: String { "\(reason) at byte \(offset)" }
}

/// A strict reader of RFC 8259 texts from outside: nothing before or after the value, no key twice in an object, at most
/// 200 levels deep.
struct JSONReader {
  private let bytes: [UInt8]
  private var offset = 0
  private static let depthLimit = 200

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.offset == bytes.count else { throw reader.fault("something follows the value") }
    return value
  }

  private func fault(_ reason: String) -> JSONFault { JSONFault(reason: reason, offset: offset) }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < Self.depthLimit else { throw fault("too many levels") }
    skipSpace()
    switch current {
    case nil: throw fault("a value is missing")
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    guard bytes[offset...].starts(with: word.utf8) else { throw fault("an unknown word") }
    offset += word.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    offset += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw fault("a key is missing") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("':' is missing") }
      guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else { throw fault("a key twice") }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw fault("'}' is missing") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw fault("']' is missing") }
    return .array(elements)
  }

  private mutating func number() throws(JSONFault) -> JSONValue {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
    guard let value = Double(String(decoding: bytes[start..<offset], as: UTF8.self)), value.isFinite else {
      throw fault("a number out of range")
    }
    return .number(value)
  }

  private mutating func digits() throws(JSONFault) {
    let start = offset
    while let byte = current, (0x30...0x39).contains(byte) { offset += 1 }
    guard offset > start else { throw fault("an unknown word") }
  }

  private mutating func string() throws(JSONFault) -> String {
    offset += 1
    var content: [UInt8] = []
    while let byte = current {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw fault("not UTF-8") }
        return text
      case UInt8(ascii: "\\"): content += try escaped().utf8
      case 0..<0x20: throw fault("a control character in a string")
      default: content.append(byte)
      }
    }
    throw fault("a string has no end")
  }

  private mutating func escaped() throws(JSONFault) -> String {
    guard let byte = current else { throw fault("a string has no end") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var units = [try hexadecimal()]
      if (0xD800...0xDBFF).contains(units[0]), take(UInt8(ascii: "\\")) {
        guard take(UInt8(ascii: "u")) else { throw fault("half a character") }
        units.append(try hexadecimal())
      }
      guard let text = String(validating: units, as: UTF16.self) else { throw fault("half a character") }
      return text
    default: throw fault("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt16 {
    let digits = bytes[offset...].prefix(4)
    let isDigits = digits.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0 & 0xDF) }
    guard digits.count == 4, isDigits, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
      throw fault("an unknown escape")
    }
    offset += 4
    return unit
  }
}
