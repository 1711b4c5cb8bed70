/// A pattern over repository paths: `*` and `?` stay within one segment, `**` stands for any number of segments.
/// A pattern that names a directory covers what lies below it.
package struct PathPattern: Hashable, Sendable {
  private let segments: [[Character]]

  package init(_ text: String) {
    segments = text.split(separator: "/").map(Array.init)
  }

  package func matches(_ path: String) -> Bool {
    Self.match(segments[...], path.split(separator: "/").map(Array.init)[...])
  }

  private static func match(_ pattern: ArraySlice<[Character]>, _ path: ArraySlice<[Character]>) -> Bool {
    guard let first = pattern.first else { return true }
    if first == ["*", "*"] {
      let rest = pattern.dropFirst()
      if rest.isEmpty { return !path.isEmpty }
      return path.indices.contains { match(rest, path[$0...]) }
    }
    guard let segment = path.first, matchSegment(first[...], segment[...]) else { return false }
    return match(pattern.dropFirst(), path.dropFirst())
  }

  private static func matchSegment(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    // Greedy with one point of return: linear in practice, never exponential.
    var pattern = pattern
    var text = text
    var star: (pattern: ArraySlice<Character>, text: ArraySlice<Character>)?
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
