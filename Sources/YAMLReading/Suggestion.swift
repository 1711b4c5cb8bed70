/// Finds what somebody may have meant.
package enum Suggestion {
  /// The nearest of the known words, if it is near enough to be a slip of the hand: at most two edits, and at most one
  /// for three letters.
  package static func nearest(to word: String, among known: [String]) -> String? {
    guard word.utf8.count <= 40, known.count <= 100 else { return nil }
    let ranked = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
    return best.distance <= 2 && best.distance * 3 <= best.word.count ? best.word : nil
  }

  /// `; did you mean 'exit'?`, or nothing.
  package static func hint(for word: String, among known: [String]) -> String {
    nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The count of insertions, deletions, replacements and swaps of neighbours between the two.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var rows = [Array(0...right.count)]
    for (i, character) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (character == other ? 0 : 1))
        if i > 0, j > 0, character == right[j - 1], left[i - 1] == other { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
