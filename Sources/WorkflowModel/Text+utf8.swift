/// Reading by code units, as git does: a combining mark after a separator must not change where the separator is.
extension StringProtocol {
  /// What follows the prefix, compared byte by byte; nil when the text begins otherwise.
  package func afterPrefix(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : nil
  }

  /// The parts between the first spaces, at most this many; the last holds the rest.
  package func words(atMost count: Int) -> [String] {
    utf8.split(separator: 0x20, maxSplits: count - 1).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The part before the separator and the part after it, at its first place.
  package func cut(at separator: String) -> (before: String, after: String)? {
    let mark = separator.utf8
    guard let first = mark.first else { return nil }
    var rest = utf8[...]
    while let start = rest.firstIndex(of: first) {
      let tail = utf8[start...]
      if tail.starts(with: mark) {
        return (
          String(decoding: utf8[..<start], as: UTF8.self),
          String(decoding: tail.dropFirst(mark.count), as: UTF8.self)
        )
      }
      rest = tail.dropFirst()
    }
    return nil
  }
}

extension String {
  /// Byte by byte: for Swift two texts of different bytes can be equal.
  package func hasSameBytes(as other: String) -> Bool {
    var (mine, theirs) = (self, other)
    return mine.withUTF8 { left in
      theirs.withUTF8 { right in left.count == right.count && left.elementsEqual(right) }
    }
  }
}
