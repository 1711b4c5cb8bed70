import Ledgers
import WorkflowModel

extension WorkflowState {
  /// Notes when things happened, for whoever asks what has not happened since. No rule reads it.
  mutating func note(_ id: ObjectID, _ candidate: Candidate) {
    lastWritten[candidate.content.role] = candidate.time
    guard let phase = candidate.content.phase else { return }
    phases.update(phase) { $0.note(id, candidate) }
  }
}

extension PhaseState {
  fileprivate mutating func note(_ id: ObjectID, _ candidate: Candidate) {
    let content = candidate.content
    let moment = RecordedMoment(record: id, time: candidate.time)
    if content.role == .builder {
      for (gate, state) in gates where state.unanswered != nil { gates[gate]?.unanswered = nil }
    }
    switch content.act {
    case .openPhase, .reopenPhase: opened = candidate.time
    case .rule(let verdict) where verdict.ruling != .pass: ask(verdict.gate, verdict.ruling, moment, content)
    case .revoke(let gate, _): ask(gate, nil, moment, content)
    default: break
    }
    if content.act.clearsTheWay { cleared = moment }
    guard let gate = content.act.gate else { return }
    if content.act.isRuling { gates[gate]?.lastRuling = moment }
    _ = gates[gate]?.claims.take(content.act, moment, collected: candidate.facts.collected)
  }

  private mutating func ask(_ gate: GateID, _ ruling: Ruling?, _ moment: RecordedMoment, _ content: RecordContent) {
    gates[gate]?.unanswered = UnansweredRuling(
      record: moment.record, time: moment.time, by: content.principal, title: content.title, ruling: ruling)
  }
}

extension Facts {
  /// When the collection of the evidence that the record cites began; nil where it cites none that can be read.
  package var collected: Timestamp? {
    if case .read(let set) = evidence { set.started } else { nil }
  }
}

extension Act {
  /// Whether it is an Adversary's word on a gate's last claim.
  package var isRuling: Bool {
    switch self {
    case .rule, .revoke, .liftCondition: true
    default: false
    }
  }

  /// Whether it can remove something that keeps a phase from being done (D1).
  fileprivate var clearsTheWay: Bool {
    switch self {
    case .rule, .liftCondition, .liftVeto, .closeFinding, .acknowledge, .waive, .filePhase, .openPhase, .reopenPhase:
      true
    default: false
    }
  }
}
