import FoundationEssentials
import GitBook
import GitStorage
import Replay
import Testing
import WorkflowModel
import WorkflowRules

/// Who waited for whom, and since when, stands in the state, so that nobody has to read a whole log for it. It is the
/// same as the whole log tells, also where the fold went on from a point that was kept.
@Suite struct KeptMomentsTests {
  @Test(.timeLimit(.minutes(20))) func `the state tells of moments what a whole log tells`() async throws {
    let ground = try await Ground()
    var seen = Seen()
    for seed: UInt64 in 1000..<1040 {
      var line = Line(on: ground, seed: seed)
      var kept: FoldPoint?
      for step in 0..<30 {
        try line.step()
        if step == 15 { kept = try Self.written(try fold(line.head, ground)) }
        guard step.isMultiple(of: 4) else { continue }
        let now = try fold(line.head, ground)
        try compare(now.fold.state, with: now.fold.logged, ground, "seed \(seed), step \(step)", &seen)
      }
      let whole = try fold(line.head, ground)
      let history = History(ground.repository)
      if let kept, let gone = try history.fold(from: kept, to: line.head, depth: .messages) {
        try compare(gone.state, with: whole.fold.logged, ground, "seed \(seed), from a kept point", &seen)
        seen.kept += 1
      }
    }
    #expect(seen.kept > 10 && seen.collected > 0 && seen.withdrawn > 0 && seen.answered > 0, "\(seen)")
    #expect(seen.asking > 0 && seen.unanswered > 0, "\(seen)")
  }

  private struct Seen {
    var (kept, collected, withdrawn, answered, asking, unanswered) = (0, 0, 0, 0, 0, 0)
  }

  private func fold(_ tip: ObjectID, _ ground: Ground) throws -> (tip: ObjectID, fold: Fold) {
    let headers = try ground.repository.walk(from: [tip], hiding: [])
    return (tip, try History(ground.repository).fold(headers, depth: .messages, keepsLog: true))
  }

  /// What is read when it was written to a file; nil where nothing is kept.
  private static func written(_ whole: (tip: ObjectID, fold: Fold)) throws -> FoldPoint? {
    guard whole.fold.frozenAt == nil else { return nil }
    let point = whole.fold.point(at: whole.tip)
    var packer = Packer()
    packer.put(point.state)
    var unpacker = Unpacker(packer.bytes)
    return FoldPoint(tip: point.tip, chain: point.chain, last: point.last, state: try unpacker.next())
  }

  private func compare(
    _ state: WorkflowState, with log: [LoggedRecord], _ ground: Ground, _ place: Comment, _ seen: inout Seen
  ) throws {
    let told = LogReading(log, of: ground.phase.id)
    #expect(state.lastWritten == told.lastWritten, place)
    guard let phase = state.phases[ground.phase.id] else {
      // History forks before the phase was filed.
      #expect(told.cleared == nil && told.rounds.isEmpty, place)
      return
    }
    #expect(phase.opened == told.opened && phase.cleared?.record == told.cleared, place)
    for gate in ground.phase.gates {
      let rounds = phase.gate(gate.id).claims.handOffs.map { LogReading.Round($0) }
      #expect(rounds == told.rounds[gate.id] ?? [], place)
      #expect(phase.gate(gate.id).unanswered?.record == told.unanswered[gate.id], place)
      seen.collected += rounds.count { $0.collected != nil }
      seen.withdrawn += rounds.count { $0.withdrawn != nil }
      seen.answered += rounds.count { $0.answered != nil }
      seen.asking += rounds.count { $0.asking != nil }
      if phase.gate(gate.id).unanswered != nil { seen.unanswered += 1 }
    }
  }
}
