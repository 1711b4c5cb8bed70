import Ledgers
import WorkflowModel
import WorkflowRules

/// What the state does not keep and liveness needs: which records were the last of their sort. Records that a rule
/// refuses are no marks.
struct HistoryMarks: Sendable {
  /// A record and its place in history: several may have one time.
  struct Mark: Sendable {
    let record: Record
    let position: Int
  }

  /// The last FAIL, CONDITIONAL or revocation on each gate.
  private(set) var rulings: [PhaseID: [GateID: Mark]] = [:]
  /// The last record of a phase that can have removed what kept it from being done.
  private(set) var clearing: [PhaseID: (record: ObjectID, time: Timestamp)] = [:]
  /// When a phase was opened or reopened last.
  private(set) var opened: [PhaseID: Timestamp] = [:]
  /// When a role has written its last record, in any phase.
  private(set) var written: [Role: Timestamp] = [:]
  private var lastWritten: [PhaseID: [Role: Int]] = [:]

  init(_ records: [LoggedRecord]) {
    for (position, logged) in records.enumerated() where logged.refusals.isEmpty { take(logged.record, at: position) }
  }

  func hasWritten(_ role: Role, in phase: PhaseID, since position: Int) -> Bool {
    (lastWritten[phase]?[role]).map { $0 > position } ?? false
  }

  private mutating func take(_ record: Record, at position: Int) {
    let content = record.content
    written[content.role] = record.time
    guard let phase = content.phase else { return }
    lastWritten[phase, default: [:]][content.role] = position
    switch content.act {
    case .openPhase, .reopenPhase: opened[phase] = record.time
    case .rule(let verdict) where verdict.ruling != .pass:
      rulings[phase, default: [:]][verdict.gate] = Mark(record: record, position: position)
    case .revoke(let gate, _): rulings[phase, default: [:]][gate] = Mark(record: record, position: position)
    default: break
    }
    if content.act.clearsTheWay { clearing[phase] = (record.id, record.time) }
  }
}

extension Act {
  /// Whether it can remove something that keeps a phase from being done (D1).
  fileprivate var clearsTheWay: Bool {
    switch self {
    case .rule, .liftCondition, .liftVeto, .closeFinding, .acknowledge, .waive, .filePhase, .openPhase, .reopenPhase:
      true
    default: false
    }
  }
}
