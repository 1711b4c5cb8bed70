import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// No event is lost, and none is told again that was acknowledged, whatever ends the watches and cuts the connection
/// (S2).
///
/// `ASSAY_STUDY_EVENTS` asks for more events than the few hundred of every day.
@Suite struct DeliveryStudyTests {
  private static let asked = ProcessInfo.processInfo.environment["ASSAY_STUDY_EVENTS"].flatMap { Int($0) }
  private static let count = asked ?? 300

  @Test(.timeLimit(.minutes(5 + count / 100)))
  func `every consumer's acknowledged list is history, whatever is killed meanwhile`() async throws {
    let began = ContinuousClock.now
    let ground = try await StudyGround(records: Self.count)
    let share = max(60, Self.count / 100)
    let server = try MoodyServer(refusingOneIn: share)
    defer { server.stop() }
    let program = try ground.program(refusingOneIn: share)
    let file = ground.scratch.path("lines.jsonl")
    let consumers = [
      StudiedConsumer(
        name: "program", clone: "far.git", means: ["--exec", program], hearing: HeardFile.words(program + ".heard"),
        ground: ground),
      StudiedConsumer(
        name: "webhook", clone: "far.git", means: ["--webhook", server.address], hearing: server, ground: ground),
      StudiedConsumer(
        name: "lines", clone: "near.git", means: ["--jsonl", file], hearing: HeardFile.documents(file), ground: ground),
    ]
    var random = SeededRandom(seed: 0)
    let first = Int.random(in: 0..<Self.count / 4, using: &random)
    try await ground.push(upTo: first)
    try await ground.clone()

    // Two watches serve the program, one each of the others.
    let watched = [0, 0, 1, 2]
    var ends: [String: [StudiedEnd]] = [:]
    try await withThrowingTaskGroup(of: (String, [StudiedEnd]).self) { group in
      group.addTask {
        try await Self.push(from: first, on: ground, for: consumers)
        return ("", [])
      }
      for (number, index) in watched.enumerated() {
        let keeper = Keeper(consumer: consumers[index], number: number + 1, ends: 4 + Self.count / 1000)
        group.addTask { (keeper.consumer.name, try await keeper.keep()) }
      }
      for try await (name, more) in group { ends[name, default: []] += more }
    }

    let all = ends.values.flatMap(\.self)
    let heard = try consumers.flatMap { try $0.hearing.heard() }
    let (records, refused) = (heard.count(where: \.isRecord), heard.count { !$0.isTaken })
    let (asked, failed) = ground.asks
    print(
      """
      watch: \(ground.records.count) events for \(consumers.count) consumers of \(watched.count) watches, \
      \(all.count { $0.signal == SIGKILL }) killed and \(all.count { $0.signal == SIGTERM }) ended; \(records) told, of \
      which \(refused) refused and \(records - refused - consumers.count * ground.records.count) told again; \
      \(heard.count - records) notices; \(failed) of \(asked) connections failed; \
      \((ContinuousClock.now - began).components.seconds) s
      """)
    for consumer in consumers {
      #expect(try consumer.differences(after: ends[consumer.name] ?? []) == [])
    }
    #expect(refused > 0 && failed > 0 && all.contains { $0.signal == SIGKILL })
  }

  /// In portions; sometimes the next one waits until everybody has taken what is there.
  private static func push(
    from first: Int, on ground: StudyGround, for consumers: [StudiedConsumer]
  ) async throws {
    let company = StudiedCompany(consumers: consumers, ground: ground)
    var random = SeededRandom(seed: 1)
    var pushed = first
    while pushed < ground.commits.count - 1 {
      pushed = min(pushed + Int.random(in: 1...max(20, count / 50), using: &random), ground.commits.count - 1)
      try await ground.push(upTo: pushed)
      guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
      if let record = ground.commits[...pushed].last(where: { ground.recordSet.contains($0) }) {
        try await company.wait(for: record)
      }
    }
    if let last = ground.records.last { try await company.wait(for: last) }
  }
}
