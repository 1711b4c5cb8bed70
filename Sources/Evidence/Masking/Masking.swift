/// Replaces the values of secrets, and what looks like a secret, by `[masked]`. Masking twice changes nothing.
struct Masking: Sendable {
  static let mark = Array("[masked]".utf8)
  /// Shorter values are words of any text.
  static let shortestSecret = 6

  /// The values in the forms in which they are sought, longest first.
  private let forms: [[UInt8]]
  /// Which pairs of bytes a secret can begin with: nearly no place of a log is looked at twice.
  private let isBeginning: [Bool]

  init(secrets: some Collection<String>) {
    let values = Set(secrets.map { Array($0.utf8) }).filter { $0.count >= Self.shortestSecret }
    let encoded = values.flatMap { [$0, Base64.text(of: $0)] }
    // One that contains another has to go first, or its rest would stay.
    forms = encoded.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
    var beginning = [Bool](repeating: false, count: 1 << 16)
    for pair in forms.map({ Array($0.prefix(2)) }) + SecretShape.beginnings {
      beginning[Self.pair(pair[0], pair[1])] = true
    }
    isBeginning = beginning
  }

  /// No secret that is sought is longer, in bytes; a private key in its usual armour is not either.
  var longest: Int { max(forms.first?.count ?? 0, 8 << 10) }

  func masked(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { buffer in
      isBeginning.withUnsafeBufferPointer { isBeginning in
        var copied = 0
        var index = 0
        // No secret is one byte long.
        while index + 1 < buffer.count {
          guard isBeginning[Self.pair(buffer[index], buffer[index + 1])], let range = secret(at: index, in: buffer)
          else {
            index += 1
            continue
          }
          result += buffer[copied..<range.lowerBound]
          SecretShape.dropKeyLines(before: range.lowerBound, &result, buffer)
          result += Self.mark
          index = range.upperBound
          copied = index
        }
        result += buffer[copied...]
      }
    }
    return result
  }

  func masked(_ text: String) -> String { String(decoding: masked(Array(text.utf8)), as: UTF8.self) }

  /// Whether a text may be another one, masked.
  static func mayBe(_ masked: String, _ text: String) -> Bool {
    let (masked, text) = (Array(masked.utf8), Array(text.utf8))
    var end = 0
    var place = 0
    // What stands between two marks has to follow in the text; what stands behind the last one has to end it.
    while let next = firstOccurrence(of: mark, in: masked, from: end) {
      let part = Array(masked[end..<next])
      guard let found = firstOccurrence(of: part, in: text, from: place), end > 0 || found == 0 else { return false }
      place = found + part.count
      end = next + mark.count
    }
    let last = masked[end...]
    guard end > 0 else { return masked == text }
    return text.count - place >= last.count && text.suffix(last.count).elementsEqual(last)
  }

  /// Whether the value of a secret still stands in the bytes, as it is or as a JSON string writes it.
  func leaks(_ bytes: [UInt8]) -> Bool {
    forms.contains { form in
      occurs(form, in: bytes) || (Self.isEscaped(form) && occurs(Self.escaped(form), in: bytes))
    }
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 8 | Int(second) }

  private func secret(at index: Int, in buffer: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    for form in forms where form[0] == buffer[index] && form.count <= buffer.count - index {
      if buffer[index..<(index + form.count)].elementsEqual(form) { return index..<(index + form.count) }
    }
    return SecretShape.range(at: index, in: buffer)
  }

  private static func isEscaped(_ form: [UInt8]) -> Bool {
    form.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
  }

  private static func escaped(_ form: [UInt8]) -> [UInt8] {
    form.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case 0x0A: Array("\\n".utf8)
      case 0x0D: Array("\\r".utf8)
      case 0x09: Array("\\t".utf8)
      default: [byte]
      }
    }
  }
}

/// Base64 without its padding, as a value is often printed.
private enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start...].prefix(3)
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      // The last digit of a short group depends on what followed it.
      for place in 0..<(group.count == 3 ? 4 : group.count) {
        text.append(digits[word >> (18 - 6 * place) & 63])
      }
    }
    return text
  }
}
