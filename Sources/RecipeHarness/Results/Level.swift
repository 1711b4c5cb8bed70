import Recipes

/// The one number that a run is shown by. It only ever understates, and it never changes the verdict.
package enum Level {
  /// The highest rung that passed with everything below it passed or skipped, counted from 1; 0 when there is none. A
  /// rung of which nothing is said is unverified.
  package static func of(_ rungs: [Rung: RungStatus]) -> Int {
    var level = 0
    for (index, rung) in Rung.allCases.enumerated() {
      switch rungs[rung] ?? .unver {
      case .pass: level = index + 1
      case .skip: continue
      case .fail, .unver: return level
      }
    }
    return level
  }
}
