import WorkflowModel
import WorkflowRules

/// Who judges, and how what was permitted is taken in. The real one is the product's; a test may pass one that has
/// forgotten a rule.
package struct Judging: Sendable {
  package let refusals: @Sendable (Candidate, WorkflowState) -> [Refusal]
  package let take: @Sendable (inout WorkflowState, ObjectID, Candidate) -> Void

  package init(
    refusals: @escaping @Sendable (Candidate, WorkflowState) -> [Refusal],
    take: @escaping @Sendable (inout WorkflowState, ObjectID, Candidate) -> Void
  ) {
    self.refusals = refusals
    self.take = take
  }

  package static let real = Judging(
    refusals: { Judge.refusals(of: $0, in: $1) },
    take: { state, id, candidate in
      let refusals = state.take(id, candidate)
      precondition(refusals.isEmpty, "the fold judges as the judge does")
    })
}

/// What a move comes to.
enum Outcome {
  /// A bound leaves it out.
  case notOffered
  case refused([Refusal])
  /// It took effect. What it brought about without earning it, if anything.
  case taken(World, unearned: [Flaw])
}

extension World {
  func outcome(of move: Move, _ judging: Judging) -> Outcome {
    guard case .write(let letter) = move else {
      var next = self
      return next.pass(move) ? .taken(next, unearned: []) : .notOffered
    }
    return draft(letter.deed).map { outcome(of: letter, $0, judging) } ?? .notOffered
  }

  func outcome(of letter: Letter, _ draft: Draft, _ judging: Judging) -> Outcome {
    guard let (id, candidate) = candidate(letter, draft) else { return .notOffered }
    let refusals = judging.refusals(candidate, state)
    guard refusals.isEmpty else { return .refused(refusals) }
    var next = self
    judging.take(&next.state, id, candidate)
    var evidence: EvidenceSet?
    if case .read(let set) = candidate.facts.evidence { evidence = set }
    let wasDone = phase.stage == .done
    let unearned = next.chronicle.note(letter, draft.act, evidence, at: draft.time, self)
    let isDone = next.phase.stage == .done
    if isDone, !wasDone { return .taken(next, unearned: unearned) }
    return .taken(next, unearned: isDone && !next.standsPassed ? [.noClaim] : [])
  }

  /// Whether every gate of the phase stands passed, as it did at DONE.
  private var standsPassed: Bool {
    phase.phase.gates.allSatisfy { gate in
      if case .passed = phase.gate(gate.id).standing { true } else { false }
    } && chronicle.gates.allSatisfy { $0.claim != nil && $0.claim?.plan == Material.plan(chronicle.file) }
  }
}
