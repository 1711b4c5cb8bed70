/// Reading by code units, as git does: a combining mark after a separator must not change where the separator is. For
/// text as it comes from git, which is all read through here: nothing generic, which other modules would call slowly.
extension String {
  /// What follows the prefix, compared byte by byte; nil when the text begins otherwise.
  package func afterPrefix(_ prefix: String) -> String? {
    var (text, prefix) = (self, prefix)
    return text.withUTF8 { bytes in
      prefix.withUTF8 { start in
        guard bytes.count >= start.count, start.indices.allSatisfy({ bytes[$0] == start[$0] }) else { return nil }
        return String(decoding: bytes[start.count...], as: UTF8.self)
      }
    }
  }

  /// The parts between the first spaces, at most this many; the last holds the rest.
  package func words(atMost count: Int) -> [String] {
    var text = self
    return text.withUTF8 { bytes in
      bytes.split(separator: 0x20, maxSplits: count - 1).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// The part before the separator and the part after it, at its first place.
  package func cut(at separator: String) -> (before: String, after: String)? {
    var (text, mark) = (self, separator)
    return text.withUTF8 { bytes in
      mark.withUTF8 { mark in
        guard !mark.isEmpty, bytes.count >= mark.count else { return nil }
        let place = (0...(bytes.count - mark.count)).first { start in
          mark.indices.allSatisfy { bytes[start + $0] == mark[$0] }
        }
        return place.map { place in
          (
            String(decoding: bytes[..<place], as: UTF8.self),
            String(decoding: bytes[(place + mark.count)...], as: UTF8.self)
          )
        }
      }
    }
  }

  /// Byte by byte: for Swift two texts of different bytes can be equal.
  package func hasSameBytes(as other: String) -> Bool {
    var (mine, theirs) = (self, other)
    return mine.withUTF8 { left in
      theirs.withUTF8 { right in left.count == right.count && left.elementsEqual(right) }
    }
  }
}

extension Substring {
  package func afterPrefix(_ prefix: String) -> String? { String(self).afterPrefix(prefix) }
  package func words(atMost count: Int) -> [String] { String(self).words(atMost: count) }
  package func cut(at separator: String) -> (before: String, after: String)? { String(self).cut(at: separator) }
}
