import FoundationEssentials
import TestSupport

/// A consumer of the study: how it is told, what it has heard, and when its watches were ended.
struct StudiedConsumer: Sendable {
  let name: String
  /// The watched clone.
  let clone: String
  /// The means of delivery, as flags.
  let means: [String]
  let hearing: any Hearing
  let ground: StudyGround

  var arguments: [String] {
    [
      "watch", "--repo", ground.scratch.path(clone), "--consumer", name, "--on", "any", "--from", "beginning",
      "--interval", "1s", "--longest-interval", "1s",
    ] + means
  }

  /// Whether it has taken a record.
  func hasTaken(_ record: String) throws -> Bool {
    // It is among the last: what came before was told before.
    try hearing.heard().suffix(1000).contains { $0.id == record && $0.isTaken }
  }

  /// Where the last acknowledged commit stands in history; -1 before the first.
  func cursor() throws -> Int {
    struct Memory: Decodable { let cursor: String? }
    let path = ground.scratch.path("\(clone)/assay/watch/\(name)/memory.json")
    guard let bytes = FileManager.default.contents(atPath: path) else { return -1 }
    guard let cursor = try JSONDecoder().decode(Memory.self, from: bytes).cursor else { return -1 }
    guard let place = ground.places[cursor] else { throw StudyTrouble("\(name): no commit is \(cursor)") }
    return place
  }

  /// What a run of its watches did that no run may do.
  func differences(after ends: [StudiedEnd]) throws -> [String] {
    let heard = try hearing.heard().filter(\.isRecord)
    var found: [String] = []
    for (what, list) in [("told", heard), ("acknowledged", heard.filter(\.isTaken))] {
      let firsts = Self.firsts(list)
      guard firsts != ground.records else { continue }
      let place = zip(firsts, ground.records).enumerated().first { $1.0 != $1.1 }?.offset ?? firsts.count
      let (is_, was) = (firsts.dropFirst(place).first, ground.records.dropFirst(place).first)
      found.append(
        "\(name): \(what) \(firsts.count) of \(ground.records.count); number \(place + 1) is "
          + "\(is_ ?? "nothing") and should be \(was ?? "nothing")")
    }
    for end in ends {
      let again = heard.dropFirst(end.heard).first { (ground.places[$0.id] ?? -1) <= end.cursor }
      if let again {
        found.append("\(name): \(again.id) was told again, after the cursor stood at \(ground.commits[end.cursor])")
      }
    }
    // Each end can come between one acknowledgement and its note, and only one.
    let again = heard.count { $0.isTaken } - Set(heard.filter(\.isTaken).map(\.id)).count
    if again > ends.count { found.append("\(name): \(again) were told again, by \(ends.count) ends of a watch") }
    return found
  }

  private static func firsts(_ heard: [Heard]) -> [String] {
    var known: Set<String> = []
    return heard.map(\.id).filter { known.insert($0).inserted }
  }
}

/// The end of a watch: what was acknowledged before it, and how many records had been heard by then.
struct StudiedEnd: Sendable {
  let signal: Int32
  let cursor: Int
  let heard: Int
}

/// Everybody who hears, and whether all is over.
struct StudiedCompany: Sendable {
  let consumers: [StudiedConsumer]
  let ground: StudyGround

  /// Waits until everybody has taken a record. Gives up when for a minute nobody has heard anything.
  func wait(for record: String) async throws {
    var (count, since) = (-1, ContinuousClock.now)
    while try !consumers.allSatisfy({ try $0.hasTaken(record) }) {
      let heard = try consumers.reduce(0) { try $0 + $1.hearing.heard().count }
      if heard != count { (count, since) = (heard, .now) }
      if ContinuousClock.now - since > .seconds(60) {
        let who = try consumers.filter { try !$0.hasTaken(record) }.map(\.name)
        throw StudyTrouble("nobody has heard anything for a minute; \(who) were not told \(record)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
