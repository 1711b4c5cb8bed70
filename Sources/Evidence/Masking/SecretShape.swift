/// What secrets look like: private keys, access keys of well-known services, signed tokens, assignments to names like
/// `password`, and passwords in URLs.
enum SecretShape {
  typealias Buffer = UnsafeBufferPointer<UInt8>

  /// The first two bytes of every shape.
  static let beginnings: [[UInt8]] = {
    let texts = ["--", "://", "eyJ"] + tokens.map { String(decoding: $0.prefix, as: UTF8.self) }
    let exact = texts.map { Array($0.utf8.prefix(2)) }
    let words = names.flatMap { name -> [[UInt8]] in
      let (first, second) = (Array(name.utf8)[0], Array(name.utf8)[1])
      return [first, first & 0xDF].flatMap { first in [second, second & 0xDF].map { [first, $0] } }
    }
    return exact + words
  }()

  /// The bytes to be masked that the shape which begins at the index covers; they may begin later than the shape.
  static func range(at index: Int, in buffer: Buffer) -> Range<Int>? {
    switch buffer[index] {
    case UInt8(ascii: "-"): return privateKey(at: index, in: buffer)
    case UInt8(ascii: ":"): return password(inURLAt: index, in: buffer)
    default: break
    }
    if let token = token(at: index, in: buffer) { return token }
    return assignment(at: index, in: buffer)
  }

  private struct Token {
    let prefix: [UInt8]
    let least: Int
    let most: Int
    let extra: [UInt8]

    init(_ prefix: String, least: Int, most: Int = 512, extra: String = "") {
      self.prefix = Array(prefix.utf8)
      self.least = least
      self.most = most
      self.extra = Array(extra.utf8)
    }
  }

  private static let tokens = [
    Token("AKIA", least: 16, most: 16), Token("ASIA", least: 16, most: 16),
    Token("ghp_", least: 20), Token("gho_", least: 20), Token("ghu_", least: 20), Token("ghs_", least: 20),
    Token("ghr_", least: 20), Token("github_pat_", least: 20, extra: "_"), Token("glpat-", least: 16, extra: "-_"),
    Token("xoxb-", least: 10, extra: "-"), Token("xoxa-", least: 10, extra: "-"),
    Token("xoxp-", least: 10, extra: "-"), Token("xoxe-", least: 10, extra: "-"),
    Token("xoxr-", least: 10, extra: "-"), Token("xoxs-", least: 10, extra: "-"),
  ]

  private static func token(at index: Int, in buffer: Buffer) -> Range<Int>? {
    guard index == 0 || !isWord(buffer[index - 1]) else { return nil }
    if has("eyJ", at: index, in: buffer) { return signedToken(at: index, in: buffer) }
    for token in tokens where buffer[index...].starts(with: token.prefix) {
      var end = index + token.prefix.count
      let start = end
      while end < buffer.count, isWord(buffer[end]) || token.extra.contains(buffer[end]) { end += 1 }
      if end - start >= token.least, end - start <= token.most { return index..<end }
    }
    return nil
  }

  /// `eyJ….….…`
  private static func signedToken(at index: Int, in buffer: Buffer) -> Range<Int>? {
    var end = index
    for part in 0..<3 {
      let start = end
      while end < buffer.count, isWord(buffer[end]) || buffer[end] == UInt8(ascii: "-") || buffer[end] == 0x5F {
        end += 1
      }
      if part < 2 {
        guard end - start >= 8, end < buffer.count, buffer[end] == UInt8(ascii: ".") else { return nil }
        end += 1
      }
    }
    return index..<end
  }

  private static func privateKey(at index: Int, in buffer: Buffer) -> Range<Int>? {
    if let end = armour("-----BEGIN ", at: index, in: buffer) {
      var place = end
      while place < buffer.count {
        if let close = armour("-----END ", at: place, in: buffer) { return index..<close }
        guard isKeyBody(buffer[place]) else { break }
        place += 1
      }
      return index..<place
    }
    // The end of a key whose beginning was cut off.
    return armour("-----END ", at: index, in: buffer).map { index..<$0 }
  }

  /// Where the armour line that begins at the index ends; nil if it is no private key's.
  private static func armour(_ begin: String, at index: Int, in buffer: Buffer) -> Int? {
    guard buffer[index] == UInt8(ascii: "-"), has(begin, at: index, in: buffer) else { return nil }
    var place = index + begin.utf8.count
    let limit = min(buffer.count, place + 40)
    while place < limit, buffer[place] != UInt8(ascii: "-"), buffer[place] >= 0x20 { place += 1 }
    let label = buffer[index..<place]
    let kind = Array("PRIVATE KEY".utf8)
    let isPrivate =
      label.suffix(kind.count).elementsEqual(kind) || label.suffix(17).elementsEqual("PRIVATE KEY BLOCK".utf8)
    return isPrivate && has("-----", at: place, in: buffer) ? place + 5 : nil
  }

  /// Takes the lines of key material away that stand before an armour line whose beginning was cut off.
  static func dropKeyLines(before index: Int, _ result: inout [UInt8], _ buffer: Buffer) {
    guard has("-----END ", at: index, in: buffer) else { return }
    while true {
      let body = result.last == 0x0A ? result.dropLast() : result[...]
      let start = body.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let line = body[start...]
      guard line.count >= 32, line.allSatisfy({ isWord($0) || "+/=\r".utf8.contains($0) }) else { return }
      result.removeLast(result.count - start)
    }
  }

  private static let names = ["password", "passwd", "passphrase", "token", "secret", "api_key", "apikey", "access_key"]

  /// `password=…`, `"token": "…"`.
  private static func assignment(at index: Int, in buffer: Buffer) -> Range<Int>? {
    guard let name = names.first(where: { hasIgnoringCase($0, at: index, in: buffer) }) else { return nil }
    var place = index + name.utf8.count
    guard place < buffer.count else { return nil }
    let isQuoted = buffer[place] == UInt8(ascii: "\"") || buffer[place] == UInt8(ascii: "'")
    if isQuoted {
      place += 1
      while place < buffer.count, buffer[place] == 0x20 { place += 1 }
    }
    guard place < buffer.count, buffer[place] == UInt8(ascii: "=") || (isQuoted && buffer[place] == UInt8(ascii: ":"))
    else { return nil }
    place += 1
    if isQuoted { while place < buffer.count, buffer[place] == 0x20 { place += 1 } }
    var ends = Array(" \t\r\n&;,\"'<>)".utf8)
    if place < buffer.count, buffer[place] == UInt8(ascii: "\"") || buffer[place] == UInt8(ascii: "'") {
      ends = [buffer[place], 0x0A]
      place += 1
    } else if isQuoted {
      // JSON, which has to stay JSON: its words are no secrets, and lists and objects have their own names and quotes.
      ends += "]}".utf8
      if place < buffer.count, "[{".utf8.contains(buffer[place]) { return nil }
    }
    var end = place
    while end < buffer.count, !ends.contains(buffer[end]) { end += 1 }
    if isQuoted, words.contains(where: { $0.utf8.elementsEqual(buffer[place..<end]) }) { return nil }
    return end > place ? place..<end : nil
  }

  private static let words = ["null", "true", "false"]

  /// `://name:…@`: the part after the name.
  private static func password(inURLAt index: Int, in buffer: Buffer) -> Range<Int>? {
    guard has("://", at: index, in: buffer) else { return nil }
    let start = index + 3
    var end = start
    var at: Int?
    let limit = min(buffer.count, start + 1024)
    while end < limit, buffer[end] > 0x20, !"/\"'<>?#".utf8.contains(buffer[end]) {
      if buffer[end] == UInt8(ascii: "@") { at = end }
      end += 1
    }
    guard let at, let colon = buffer[start..<at].firstIndex(of: UInt8(ascii: ":")), at > colon + 1 else { return nil }
    return (colon + 1)..<at
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isKeyBody(_ byte: UInt8) -> Bool { isWord(byte) || "+/=\n\r\t\\ :,-".utf8.contains(byte) }

  private static func has(_ text: String, at index: Int, in buffer: Buffer) -> Bool {
    buffer[min(index, buffer.count)...].starts(with: text.utf8)
  }

  private static func hasIgnoringCase(_ text: String, at index: Int, in buffer: Buffer) -> Bool {
    guard buffer.count - index >= text.utf8.count else { return false }
    return zip(text.utf8, buffer[index...]).allSatisfy { $0 == ($1 | 0x20) || $0 == $1 }
  }
}
