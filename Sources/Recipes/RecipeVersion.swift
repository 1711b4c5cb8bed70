/// A recipe's version, `x.y.z+upstream`: its own semantic version, and the version of what it deploys.
package struct RecipeVersion: Hashable, Sendable {
  package let major: Int
  package let minor: Int
  package let patch: Int
  /// Whatever the upstream project calls its version; it never decides which of two recipe versions is older.
  package let upstream: String

  package func isOlder(than other: RecipeVersion) -> Bool {
    (major, minor, patch) < (other.major, other.minor, other.patch)
  }
}

extension RecipeVersion: LosslessStringConvertible {
  /// Reads `1.10.0+1.28.0`: three numbers without leading zeros, and an upstream version of letters, digits, `.`, `_`
  /// and `-`. Nil for anything else.
  package init?(_ description: String) {
    let halves = description.split(separator: "+", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false).compactMap(Self.number)
    guard numbers.count == 3, halves[0].utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2 else { return nil }
    guard !halves[1].isEmpty, halves[1].utf8.count <= 64, halves[1].utf8.allSatisfy(Self.isUpstream) else { return nil }
    (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
    upstream = String(halves[1])
  }

  package var description: String { "\(major).\(minor).\(patch)+\(upstream)" }

  private static func number(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      text == "0" || !text.hasPrefix("0")
    else { return nil }
    return Int(text)
  }

  private static func isUpstream(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}

extension Sequence<RecipeVersion> {
  /// The newest that is strictly older than the given one; of several that differ in their upstream alone, the one whose
  /// text comes last.
  package func newest(olderThan version: RecipeVersion) -> RecipeVersion? {
    filter { $0.isOlder(than: version) }.newest()
  }

  package func newest() -> RecipeVersion? {
    self.max { $0.isOlder(than: $1) || (!$1.isOlder(than: $0) && $0.upstream < $1.upstream) }
  }
}
