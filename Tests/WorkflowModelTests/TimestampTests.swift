import Foundation
import Testing
import WorkflowModel

@Suite struct `Timestamps` {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (951_868_799, "2000-02-29T23:59:59Z"), (951_868_800, "2000-03-01T00:00:00Z"),
    (1_781_199_365, "2026-06-11T17:36:05Z"), (1_709_164_800, "2024-02-29T00:00:00Z"),
    (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (2_147_483_648, "2038-01-19T03:14:08Z"), (-2_208_988_800, "1900-01-01T00:00:00Z"),
    (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
  ])
  func `known moments read and write alike`(_ seconds: Int64, _ text: String) {
    #expect(Timestamp(seconds: seconds).description == text)
    #expect(Timestamp(text) == Timestamp(seconds: seconds))
  }

  @Test func `random moments survive the round trip, also to the minute`() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<5000 {
      let moment = Timestamp(seconds: Int64.random(in: -62_167_219_200...253_402_300_799, using: &random))
      #expect(Timestamp(moment.description) == moment)
      #expect(Timestamp(moment.minutes)?.minutes == moment.minutes)
    }
  }

  @Test func `every day of four centuries follows the one before it`() {
    var days = Set<String>()
    for day in 0..<146_097 {
      let text = Timestamp(seconds: 946_684_800 + Int64(day) * 86400).description
      days.insert(text)
    }
    #expect(days.count == 146_097)
    #expect(days.count { $0.contains("-02-29T") } == 97)
    #expect(!days.contains("2100-02-29T00:00:00Z"))
  }

  @Test func `headings have minutes`() {
    #expect(Timestamp(seconds: 1_781_199_365).minutes == "2026-06-11T17:36Z")
    #expect(Timestamp("2026-06-11T17:36Z")?.seconds == 1_781_199_360)
  }

  @Test(arguments: [
    "", "2026-06-11", "2026-06-11T17:36", "2026-06-11T17:36:05", "2026-06-11 17:36:05Z", "2026-06-11T17:36:05z",
    "2026-06-11T17:36:05+00:00", "2026-6-11T17:36:05Z", "2026-06-11T24:00:00Z", "2026-06-11T17:60:00Z",
    "2026-06-11T17:36:60Z", "2026-00-11T17:36:05Z", "2026-13-11T17:36:05Z", "2026-06-00T17:36:05Z",
    "2026-06-31T17:36:05Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "1900-02-29T00:00Z", "2026-02-30T00:00Z",
    "-026-06-11T17:36:05Z", "+026-06-11T17:36:05Z", "２026-06-11T17:36Z", "2026-06-11T17:36:05Z ", "2026-06-11T17:36:0Z",
  ])
  func `these are no moments`(_ text: String) { #expect(Timestamp(text) == nil) }

  /// Commits come from outside, and git can hold any number of seconds.
  @Test(arguments: [Int64.min, Int64.min + 1, -62_167_219_201, 253_402_300_800, Int64.max])
  func `moments beyond the calendar stay at its ends and never trap`(_ seconds: Int64) throws {
    let moment = Timestamp(seconds: seconds)
    #expect(Timestamp(moment.description) == moment)
    #expect((moment + .seconds(Int64.max)) >= moment)
    #expect((moment + .seconds(Int64.min)) <= moment)
    #expect(Timestamp(seconds: 0).since(moment) == .seconds(-moment.seconds))
    #expect(Timestamp(seconds: Int64.max).since(Timestamp(seconds: Int64.min)) > .seconds(0))
    let json = try JSONEncoder().encode(["seconds": seconds])
    #expect(try JSONDecoder().decode(Timestamp.self, from: json) == moment)
  }

  @Test func `sums and differences are exact`() {
    let moment = Timestamp(seconds: 100)
    #expect(moment + .seconds(20) == Timestamp(seconds: 120))
    #expect(moment.since(Timestamp(seconds: 130)) == .seconds(-30))
    #expect(Timestamp(seconds: 1) < Timestamp(seconds: 2))
  }
}

@Suite struct `Durations` {
  @Test(arguments: [
    ("90s", 90, "90s"), ("1m", 60, "1m"), ("60s", 60, "1m"), ("24h", 86400, "24h"), ("1d", 86400, "24h"),
    ("2d", 172_800, "2d"), ("48h", 172_800, "2d"), ("36h", 129_600, "36h"), ("3601s", 3601, "3601s"),
    ("999999d", 86_399_913_600, "999999d"),
  ])
  func `shorthand is read and written`(_ text: String, _ seconds: Int64, _ written: String) throws {
    let duration = try #require(Duration(shorthand: text))
    #expect(duration == .seconds(seconds))
    #expect(duration.shorthand == written)
    #expect(Duration(shorthand: duration.shorthand) == duration)
  }

  @Test(arguments: [
    "", "h", "24", "0h", "-1h", "1.5h", "24 h", "24H", "1w", "1000000s", "24hh", "２h", "1h ", "99999999999999999999h",
  ])
  func `these are no lengths`(_ text: String) { #expect(Duration(shorthand: text) == nil) }
}
