import Coordination
import GitObjects
import GitStorage
import Replay
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func state(at tip: ObjectID?) throws -> WorkflowState {
    guard let tip else { return WorkflowState() }
    let shelf = try shelf("fold")
    if let point = shelf?.point {
      if point.tip == tip { return standing(on: point) }
      if let fold = try storing({ try history.fold(from: point, to: tip, depth: .messages) }) {
        save(fold, tip: tip, on: shelf)
        return standing(on: fold.point(at: tip))
      }
    }
    return try wholeState(at: tip)
  }

  package func wake(_ ids: [PhaseID], in state: inout WorkflowState) throws {
    do {
      try state.wake(ids, from: lastPoint?.keeper)
    } catch {
      try state.wake(ids, from: try everythingAwake())
    }
  }

  package func wake(for content: RecordContent, in state: inout WorkflowState) throws {
    do {
      try state.wake(for: content, from: lastPoint?.keeper)
    } catch {
      try state.wake(for: content, from: try everythingAwake())
    }
  }

  /// The state where the last one was asked for, with every phase awake: what was kept of them is lost.
  private func everythingAwake() throws -> KeptState {
    guard let tip = lastPoint?.tip else { return KeptState(state: WorkflowState()) }
    var state = try wholeState(at: tip)
    try state.wake(state.phases.ids, from: lastPoint?.keeper)
    return KeptState(state: state)
  }

  private func wholeState(at tip: ObjectID) throws -> WorkflowState {
    let fold = try storing {
      try history.fold(try walk(to: tip), depth: .messages, leaving: WorkspaceStatus.doneShown)
    }
    save(fold, tip: tip, on: try shelf("fold"))
    return standing(on: fold.point(at: tip))
  }

  private func standing(on point: FoldPoint) -> WorkflowState {
    lastPoint = point
    if firstPoint == nil { firstPoint = point }
    return point.state
  }

  package func records(upTo tip: ObjectID?) throws -> [LoggedRecord] {
    guard let tip else { return [] }
    if let log = cachedLog, log.tip == tip { return log.records }
    let fold = try storing { try history.fold(try walk(to: tip), depth: .messages, keepsLog: true) }
    cachedLog = (tip, fold.logged)
    return fold.logged
  }

  package func records(after known: ObjectID?, upTo tip: ObjectID?) throws -> [LoggedRecord] {
    guard let tip, known != tip else { return [] }
    if let point = firstPoint, point.tip == known,
      let fold = try storing({ try history.fold(from: point, to: tip, depth: .messages, keepsLog: true) })
    {
      return fold.logged
    }
    return try storing { try history.records(try records(upTo: tip), after: known) }
  }

  package func record(_ id: ObjectID) throws -> LoggedRecord? {
    try storing { try history.record(id) }.map { LoggedRecord(record: $0, refusals: []) }
  }

  package func violations(upTo tip: ObjectID?, since start: AuditStart) throws -> AuditReport {
    guard let tip else { return AuditReport(commits: 0, records: 0, disputes: [], state: WorkflowState()) }
    let shelf = try shelf("audit")
    if start == .lastAudit, let (point, beside) = shelf?.read(AuditBeside.self) {
      if point.tip == tip {
        let unsettled = try storing { try Fold(history, depth: .trees, from: point).unsettled(at: tip) }
        return report(point.state, plain: beside.plainDisputes + unsettled, commits: beside.commits)
      }
      if let fold = try storing({ try history.fold(from: point, to: tip, depth: .trees) }) {
        let all = AuditBeside(
          commits: beside.commits + fold.commits, plainDisputes: beside.plainDisputes + fold.plainDisputes)
        keeping { try shelf?.write(fold.point(at: tip), beside: all) }
        let unsettled = try storing { try fold.unsettled(at: tip) }
        return report(fold.state, plain: all.plainDisputes + unsettled, commits: all.commits)
      }
    }
    let headers = try storing { try walk(to: tip) }
    let fold = try storing { try history.fold(headers, depth: .trees, leaving: WorkspaceStatus.doneShown) }
    if fold.frozenAt == nil {
      let found = AuditBeside(commits: fold.commits, plainDisputes: fold.plainDisputes)
      keeping { try shelf?.write(fold.point(at: tip), beside: found) }
    }
    let order = Dictionary(headers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let unsettled = try storing { try fold.unsettled(at: tip) }
    return report(fold.state, plain: fold.plainDisputes + unsettled, commits: fold.commits) {
      order[$0, default: 0] < order[$1, default: 0]
    }
  }

  private func report(
    _ state: WorkflowState, plain: [Dispute], commits: Int, by precedes: ((ObjectID, ObjectID) -> Bool)? = nil
  ) -> AuditReport {
    var disputes = state.disputes + plain
    if let precedes { disputes.sort { precedes($0.commit, $1.commit) } }
    return AuditReport(commits: commits, records: state.recordCount, disputes: disputes, state: state)
  }

  private var directory: String { "\(repository.commonDirectory)/assay" }

  private func shelf(_ kind: String) throws -> FoldShelf? {
    FoldShelf(directory, kind, branch: try settings().branch, key: foldKey)
  }

  private func walk(to tip: ObjectID) throws -> CommitWalk { try repository.walk(from: [tip]) }

  private func save(_ fold: Fold, tip: ObjectID, on shelf: FoldShelf?) {
    guard fold.frozenAt == nil, fold.commits > 0 else { return }
    keeping { try shelf?.write(fold.point(at: tip)) }
  }

  private func keeping(_ write: () throws -> Void) {
    do {
      try write()
    } catch {
      // A clone on a read-only disk can still be read; it only folds again next time.
      return
    }
  }
}

/// The phases of a state in which all are awake.
private struct KeptState: PhaseKeeper {
  let state: WorkflowState

  func phase(_ resting: RestingPhase) throws(KeptPhaseLost) -> PhaseState {
    guard let phase = state.phases[resting.id] else { throw KeptPhaseLost() }
    return phase
  }
}
