/// Reading by code units: a combining mark after a separator must not change where the separator is.
extension StringProtocol {
  /// What follows the prefix, compared byte by byte; nil when the text begins otherwise.
  func afterPrefix(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : nil
  }

  /// The parts between the first spaces, at most this many; the last holds the rest.
  func words(atMost count: Int) -> [String] {
    utf8.split(separator: 0x20, maxSplits: count - 1).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The part before the separator and the part after it, at its first place.
  func cut(at separator: String) -> (before: String, after: String)? {
    let bytes = Array(utf8)
    let mark = Array(separator.utf8)
    guard bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count) where bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return (
        String(decoding: bytes[..<start], as: UTF8.self),
        String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
      )
    }
    return nil
  }
}
