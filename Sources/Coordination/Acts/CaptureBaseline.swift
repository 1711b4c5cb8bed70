import Evidence
import Ledgers
import WorkflowModel
import WorkflowRules

/// What a gate's checks came to at its baseline and come to now.
package struct BaselineDiff: Sendable {
  package let gate: GateID
  package let baseline: EvidenceSet
  package let now: EvidenceSet
  /// Paths that differ between the two subjects, outside the ledgers.
  package let changed: [String]
}

extension Coordinator {
  /// Captures what is true at a commit, so that it cannot be cited as new later. With `collecting`, the gate's checks are
  /// run there, the set is kept in this clone, and the note says what each came to.
  package func captureBaseline(
    _ gate: GateID, subject: String, words: String, collecting: Bool = false,
    progress: (CollectionProgress) -> Void = { _ in }
  ) async throws -> Submission {
    let words = try Wording(words, for: "the baseline")
    var seen = ""
    if collecting { seen = try await collectBaseline(gate, subject: subject, progress: progress) }
    let body = RecordText.body([words.body, seen].filter { !$0.isEmpty }.joined(separator: "\n\n"))
    return try await submit(title: words.title, body: body, .everything) { _, _, _ in
      .captureBaseline(gate, subject: try branch.resolve(subject))
    }
  }

  private func collectBaseline(
    _ id: GateID, subject: String, progress: (CollectionProgress) -> Void
  ) async throws -> String {
    let standing = try await standing(.everything)
    let phase = try phaseState(in: standing.state)
    guard let gate = phase.phase.gate(id) else {
      throw CoordinationError.refused([.c1(.unknownGate(id, phase.phase.id, declared: phase.phase.gates.map(\.id)))])
    }
    let target = CollectionTarget(gate: gate, claim: .none, subject: try branch.resolve(subject), plan: phase.plan)
    let acting = try acting(in: standing.state)
    let collection = try await collect(target, in: phase, by: acting, after: standing, progress: progress)
    return Self.lines(of: collection.set, gate).joined(separator: "\n")
  }

  /// Compares the gate's last baseline with the newest set that this clone has collected for the claim that stands.
  package func baselineDiff(_ id: GateID) async throws -> BaselineDiff {
    let standing = try await standing(.everything)
    let phase = try phaseState(in: standing.state)
    var subject: ObjectID?
    for logged in try branch.records(upTo: standing.tip) where logged.refusals.isEmpty {
      guard case .captureBaseline(id, let commit) = logged.record.content.act,
        logged.record.content.phase == phase.phase.id
      else { continue }
      subject = commit
    }
    guard let subject else {
      throw CoordinationError.malformed("\(id) has no baseline", mend: "assay baseline \(id) --collect -m TEXT")
    }
    func newest(for claim: ObjectID, on subject: ObjectID) throws -> EvidenceSet? {
      try wholeEvidence(for: claim, gate: id, phase: phase.phase.id).last { $0.set.subject == subject }?.set
    }
    guard let baseline = try newest(for: .none, on: subject) else {
      throw CoordinationError.malformed(
        "this clone has not collected \(id)'s baseline at \(subject.short)",
        mend: "assay baseline \(id) --collect --subject \(subject.short) -m TEXT")
    }
    let claim = try answerable(id, in: phase)
    guard let now = try newest(for: claim.record, on: claim.claim.subject) else {
      throw CoordinationError.malformed(
        "this clone has collected no evidence set for the claim on \(id)", mend: "assay collect \(id)")
    }
    let ledgers = try policy(of: standing.state).ledgers + "/"
    let changed = try branch.changedPaths(from: subject, to: claim.claim.subject).filter { !$0.hasPrefix(ledgers) }
    return BaselineDiff(gate: id, baseline: baseline, now: now, changed: changed)
  }
}
