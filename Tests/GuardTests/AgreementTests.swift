import FoundationEssentials
import GitBook
import GitObjects
import GitStorage
import Guard
import Replay
import TestSupport
import Testing
import WorkflowModel
import WorkflowRules

/// The guard, which sees a push, and the audit, which sees all of history later, say the same of every commit.
///
/// `ASSAY_STUDY_HISTORIES` asks for more histories than the few hundred of every day.
@Suite struct AgreementTests {
  private static let asked = ProcessInfo.processInfo.environment["ASSAY_STUDY_HISTORIES"].flatMap { Int($0) }
  private static let count = asked ?? 200

  /// A minute for fifty histories: a machine with other things to do plays some five a second.
  @Test(.timeLimit(.minutes(30 + count / 50))) func `guard and audit agree on random histories`() async throws {
    let count = Self.count
    var tally = Tally()
    var ground = try await Ground()
    for seed in 0..<count {
      // A repository of loose objects grows slow, and its disk full.
      if seed > 0, seed.isMultiple(of: 200) { ground = try await Ground() }
      try play(UInt64(seed), on: ground, &tally)
    }
    print("agreement: \(tally)")
    #expect(tally.legal > count / 12 && tally.illegal > count / 12, "\(tally)")
    #expect(tally.forked > 0 && tally.done > 0 && tally.spoiltBefore > 0 && tally.handedOn > 0, "\(tally)")
    #expect(tally.rules.count >= 8, "\(tally)")
  }

  private func play(_ seed: UInt64, on ground: Ground, _ tally: inout Tally) throws {
    var line = Line(on: ground, seed: seed)
    for _ in 0..<Int.random(in: 0...16, using: &line.random) { try line.step() }
    let old = line.head
    // What lies before the push is often older than clocks may differ.
    if line.chance(1, in: 2) { line.clock += 30_000 }
    for _ in 0..<Int.random(in: 1...10, using: &line.random) { try line.step() }
    let (new, now) = (line.head, Timestamp(seconds: line.clock))

    let pushed = Set(try ids(new, ground)).subtracting(try ids(old, ground))
    let before = try audit(old, ground)
    let after = try audit(new, ground)
    let found = Set(after.disputes.filter { pushed.contains($0.commit) }.flatMap(Complaint.all))
    let isForked = after.state.fork != nil
    for kept in [false, true] {
      let point = kept ? try remembered(old, ground) : nil
      let guardian = PushGuard(
        objects: ground.repository, references: References(["refs/heads/main": old]), branch: "main", now: now,
        kept: { point })
      let (refusals, judged) = try guardian.judgement(of: [
        ReferenceUpdate(name: "refs/heads/main", old: old, new: new)
      ])
      // What is handed on for the next push is what would be worked out for it.
      if let judged {
        #expect(try judged.tip == new && judged.state == remembered(new, ground)?.state, "seed \(seed), kept \(kept)")
        tally.handedOn += 1
      }
      var said: Set<Complaint> = []
      for refusal in refusals {
        if let commit = refusal.commit { said.insert(Complaint(commit, refusal.violation)) }
      }
      #expect(said == found, "seed \(seed), kept \(kept)")
      #expect(refusals.contains { $0.commit == nil && $0.violation.rule == .r4 } == isForked, "seed \(seed)")
      #expect(refusals.isEmpty == (found.isEmpty && !isForked), "seed \(seed)")
    }
    tally.commits += after.commits
    if found.isEmpty, !isForked { tally.legal += 1 } else { tally.illegal += 1 }
    if isForked { tally.forked += 1 }
    if !before.disputes.isEmpty { tally.spoiltBefore += 1 }
    if after.state.phases.atHand.contains(where: { $0.stage == .done }) { tally.done += 1 }
    for complaint in found { tally.rules.insert(complaint.violation.rule.rawValue) }
  }

  /// What a server keeps.
  private func remembered(_ tip: ObjectID, _ ground: Ground) throws -> FoldPoint? {
    let fold = try History(ground.repository).fold(try ground.repository.walk(from: [tip]), depth: .messages)
    return fold.frozenAt == nil ? fold.point(at: tip) : nil
  }

  private func ids(_ tip: ObjectID, _ ground: Ground) throws -> [ObjectID] {
    try ground.repository.walk(from: [tip]).map(\.id)
  }

  private func audit(_ tip: ObjectID, _ ground: Ground) throws -> Fold {
    try History(ground.repository).fold(try ground.repository.walk(from: [tip], hiding: []), depth: .trees)
  }
}

extension Fold {
  fileprivate var disputes: [Dispute] { state.disputes + plainDisputes }
}

private struct Complaint: Hashable {
  let commit: ObjectID
  let violation: Violation

  init(_ commit: ObjectID, _ violation: Violation) {
    self.commit = commit
    self.violation = violation
  }

  static func all(_ dispute: Dispute) -> [Complaint] { dispute.findings.map { Complaint(dispute.commit, $0) } }
}

private struct Tally: CustomStringConvertible {
  var legal = 0
  var illegal = 0
  var forked = 0
  /// Histories with something wrong in them before the push.
  var spoiltBefore = 0
  var done = 0
  var handedOn = 0
  var commits = 0
  var rules: Set<String> = []

  var description: String {
    """
    \(legal) legal, \(illegal) illegal, \(forked) forked, \(spoiltBefore) spoilt before the push, \(done) done, \(handedOn) handed on, \
    \(commits) commits, rules \(rules.sorted().joined(separator: " "))
    """
  }
}

/// References that stand in memory.
private final class References: ReferenceReader {
  private let names: [String: ObjectID]

  init(_ names: [String: ObjectID]) { self.names = names }

  func target(of name: String) -> ObjectID? { names[name] }
  func name(behind name: String) -> String { name }
  func allReferences() -> [(name: String, id: ObjectID)] { names.map { ($0.key, $0.value) } }
  func commit(behind id: ObjectID) -> ObjectID? { id }
}
