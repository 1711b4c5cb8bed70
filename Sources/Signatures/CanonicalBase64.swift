import FoundationEssentials

/// Base64 with exactly one text for given bytes: no white space, padding where it belongs, no stray bits in it.
package enum CanonicalBase64 {
  /// The bytes; nil unless the text is what ``encode(_:)`` makes of them.
  package static func decode(_ text: String) -> [UInt8]? {
    guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
    return Array(data)
  }

  package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// The text in lines of at most that many characters, joined by line ends, with none at the end.
  package static func lines(_ bytes: [UInt8], width: Int) -> String {
    var result: [UInt8] = []
    for (index, byte) in encode(bytes).utf8.enumerated() {
      if index > 0, index.isMultiple(of: width) { result.append(UInt8(ascii: "\n")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
