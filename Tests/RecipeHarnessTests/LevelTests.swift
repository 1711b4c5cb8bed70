import RecipeHarness
import Recipes
import Testing

@Suite struct LevelTests {
  static let examples: [(statuses: String, level: Int)] = [
    ("pass fail pass pass pass", 1), ("pass pass skip pass pass", 5), ("pass pass unver pass pass", 2),
    ("pass pass pass pass unver", 4), ("pass skip pass pass pass", 5), ("fail pass pass pass pass", 0),
    ("unver pass pass pass pass", 0), ("skip skip skip skip skip", 0), ("skip pass skip fail pass", 2),
    ("pass pass pass pass pass", 5), ("pass skip skip skip skip", 1), ("pass skip skip skip pass", 5),
  ]

  static func rungs(_ statuses: [RungStatus]) -> [Rung: RungStatus] {
    Dictionary(uniqueKeysWithValues: zip(Rung.allCases, statuses))
  }

  @Test(arguments: examples) func `the level is what the statuses say`(row: (statuses: String, level: Int)) {
    let statuses = row.statuses.split(separator: " ").compactMap { RungStatus(rawValue: String($0)) }
    #expect(statuses.count == 5)
    #expect(Level.of(Self.rungs(statuses)) == row.level)
  }

  @Test func `a rung of which nothing is said is not verified`() {
    #expect(Level.of([:]) == 0)
    #expect(Level.of([.install: .pass, .lint: .pass]) == 1)
  }

  /// Of all 1024 runs: the level is the definition's, word for word, and a worse status never raises it.
  @Test func `every run has the level of the definition`() {
    func runs(_ count: Int) -> [[RungStatus]] {
      count == 0 ? [[]] : runs(count - 1).flatMap { rest in RungStatus.allCases.map { rest + [$0] } }
    }
    for statuses in runs(5) {
      let level = Level.of(Self.rungs(statuses))
      let heights = statuses.indices.filter { height in
        statuses[height] == .pass && statuses[..<height].allSatisfy { $0 == .pass || $0 == .skip }
      }
      #expect(level == (heights.max().map { $0 + 1 } ?? 0))
      for place in statuses.indices where statuses[place] != .fail {
        var worse = statuses
        worse[place] = .fail
        #expect(Level.of(Self.rungs(worse)) <= level)
      }
    }
  }
}
