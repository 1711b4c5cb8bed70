import Glibc
import HostEffects
import TestSupport

/// Keeps a watch of one consumer running, and ends it at random moments: without a warning, or as systemd does.
struct Keeper: Sendable {
  let consumer: StudiedConsumer
  let number: Int
  /// How often it is ended before the last time.
  let ends: Int

  /// When a watch is ended.
  private enum Moment {
    /// So many milliseconds after its start.
    case early(Int)
    /// Once so many events were heard, and so many milliseconds later.
    case after(Int, Int)
  }

  /// Returns once everything was taken.
  func keep() async throws -> [StudiedEnd] {
    var random = SeededRandom(seed: UInt64(number))
    let count = consumer.ground.records.count
    let points = (0..<ends).map { _ in Int.random(in: 0..<count, using: &random) }.sorted()
    var log: [StudiedEnd] = []
    for point in points {
      let isEarly = Int.random(in: 0..<4, using: &random) == 0
      let moment: Moment =
        isEarly
        ? .early(Int.random(in: 0...800, using: &random)) : .after(point, Int.random(in: 0...40, using: &random))
      let signal = Int.random(in: 0..<3, using: &random) == 0 ? SIGTERM : SIGKILL
      let watch = try start()
      try await wait(for: moment, of: watch)
      if try isOver() { break }
      log.append(try await end(watch, by: signal))
    }
    let watch = try start()
    while try !isOver() {
      try await stillRuns(watch)
      try await Task.sleep(for: .milliseconds(50))
    }
    log.append(try await end(watch, by: SIGTERM))
    return log
  }

  private func start() throws -> RunningProgram {
    try RunningProgram(
      Binary.path, consumer.arguments, environment: consumer.ground.git.environment,
      output: consumer.ground.scratch.path("\(consumer.name)-\(number).log"))
  }

  private func isOver() throws -> Bool { try consumer.ground.records.last.map(consumer.hasTaken) ?? true }

  private func wait(for moment: Moment, of watch: RunningProgram) async throws {
    switch moment {
    case .early(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
    case .after(let count, let milliseconds):
      while try consumer.hearing.heard().count < count, try !isOver() {
        try await stillRuns(watch)
        try await Task.sleep(for: .milliseconds(5))
      }
      try await Task.sleep(for: .milliseconds(milliseconds))
    }
  }

  private func stillRuns(_ watch: RunningProgram) async throws {
    guard watch.hasEnded else { return }
    throw StudyTrouble("a watch of \(consumer.name) ended by itself: \(await watch.end())\n\(said)")
  }

  private func end(_ watch: RunningProgram, by signal: Int32) async throws -> StudiedEnd {
    try await stillRuns(watch)
    let cursor = try consumer.cursor()
    watch.send(signal)
    let status = await watch.end()
    // One that was told to end before it had looked out for that ends as any program does.
    guard status == .signalled(Int(signal)) || signal == SIGTERM && status == .exited(0) else {
      throw StudyTrouble("a watch of \(consumer.name) ended with \(status) after signal \(signal)\n\(said)")
    }
    return StudiedEnd(signal: signal, cursor: cursor, heard: try consumer.hearing.heard().count { $0.isRecord })
  }

  private var said: String { consumer.ground.scratch.text(of: "\(consumer.name)-\(number).log") ?? "" }
}
