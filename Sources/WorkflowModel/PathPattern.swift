/// A pattern over repository paths: `*` and `?` stay within one segment, `**` stands for any number of segments.
/// A pattern that names a directory covers what lies below it. Scalar by scalar: a path is its bytes, and a mark at the
/// beginning of a name does not join the slash before it.
package struct PathPattern: Hashable, Sendable {
  private let segments: [[Unicode.Scalar]]

  package init(_ text: String) {
    segments = text.unicodeScalars.split(separator: "/").map(Array.init)
  }

  package func matches(_ path: String) -> Bool {
    // As with the characters of a segment: the earliest place after each `**` is as good as any, because the end is
    // open. So one point of return is enough.
    let path = path.unicodeScalars.split(separator: "/").map(Array.init)
    var at = (pattern: 0, path: 0)
    var back: (pattern: Int, path: Int)?
    while at.pattern < segments.count {
      if segments[at.pattern] == ["*", "*"] {
        at.pattern += 1
        if at.pattern == segments.count { return at.path < path.count }
        back = at
      } else if at.path < path.count, Self.matchSegment(segments[at.pattern][...], path[at.path][...]) {
        at = (at.pattern + 1, at.path + 1)
      } else if let place = back, place.path < path.count {
        at = (place.pattern, place.path + 1)
        back = at
      } else {
        return false
      }
    }
    return true
  }

  private static func matchSegment(_ pattern: ArraySlice<Unicode.Scalar>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
    // Greedy with one point of return: linear in practice, never exponential.
    var pattern = pattern
    var text = text
    var star: (pattern: ArraySlice<Unicode.Scalar>, text: ArraySlice<Unicode.Scalar>)?
    while let character = text.first {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        star = (pattern, text)
      } else if let expected = pattern.first, expected == "?" || expected == character {
        pattern = pattern.dropFirst()
        text = text.dropFirst()
      } else if let back = star {
        star = (back.pattern, back.text.dropFirst())
        pattern = back.pattern
        text = back.text.dropFirst()
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == "*" }
  }
}
