/// The form that a sealed journal entry has in its record: a title that says nothing, and bytes as base64 in lines. What
/// the bytes mean is the business of who has the key; their form is judged without it.
package enum SealedText {
  package static let title = "sealed entry"

  static let lineWidth = 76

  /// Random bytes in front of the ciphertext and the tag behind it.
  package static let nonceCount = 12
  package static let tagCount = 16

  /// The sizes that a plaintext is padded to, so that its length says little.
  package static let buckets = (10...17).map { 1 << $0 }

  /// The text of the bytes.
  package static func lines(of bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity(bytes.count / 3 * 4 + bytes.count / 57 + 8)
    var column = 0
    for start in stride(from: 0, to: bytes.count, by: 3) {
      if column == lineWidth {
        characters.append(UInt8(ascii: "\n"))
        column = 0
      }
      column += 4
      let rest = bytes.count - start
      let group =
        UInt32(bytes[start]) << 16 | (rest > 1 ? UInt32(bytes[start + 1]) << 8 : 0)
        | (rest > 2 ? UInt32(bytes[start + 2]) : 0)
      for index in 0..<4 {
        characters.append(index > rest ? pad : alphabet[Int(group >> UInt32(18 - 6 * index)) & 63])
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The bytes that the text names; nil for every text that ``lines(of:)`` would not write.
  package static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var group: UInt32 = 0
    var digits = 0
    for character in text.utf8 where character != UInt8(ascii: "\n") && character != pad {
      guard let value = values[Int(character)] else { return nil }
      group = group << 6 | value
      digits += 1
      guard digits.isMultiple(of: 4) else { continue }
      bytes += [UInt8(group >> 16 & 255), UInt8(group >> 8 & 255), UInt8(group & 255)]
      group = 0
    }
    switch digits % 4 {
    case 2: bytes.append(UInt8(group >> 4 & 255))
    case 3: bytes += [UInt8(group >> 10 & 255), UInt8(group >> 2 & 255)]
    default: break
    }
    // There is one text for some bytes; whatever else names them is none.
    let written = lines(of: bytes)
    return written.utf8.elementsEqual(text.utf8) ? bytes : nil
  }

  /// Why a text cannot be a sealed entry; nil when its form is right.
  package static func trouble(with text: String) -> String? {
    guard let bytes = bytes(of: text) else { return "it is not base64 in lines of \(lineWidth)" }
    let sizes = buckets.map { $0 + nonceCount + tagCount }
    return sizes.contains(bytes.count) ? nil : "it has \(bytes.count) bytes, which is none of the sizes of an entry"
  }

  private static let pad = UInt8(ascii: "=")
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt32?] = {
    var values = [UInt32?](repeating: nil, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt32(value) }
    return values
  }()
}
