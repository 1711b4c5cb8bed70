import Coordination
import GitObjects
import GitStorage
import Replay
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func state(at tip: ObjectID?) throws -> WorkflowState {
    guard let tip else { return WorkflowState() }
    let path = try snapshotPath
    if let point = FoldSnapshot.read(at: path) {
      if point.tip == tip { return point.state }
      if let fold = try storing({ try history.fold(from: point, to: tip, depth: .messages) }) {
        save(fold, tip: tip, at: path)
        return fold.state
      }
    }
    let fold = try storing { try history.fold(try walk(to: tip), depth: .messages) }
    save(fold, tip: tip, at: path)
    return fold.state
  }

  package func records(upTo tip: ObjectID?) throws -> [LoggedRecord] {
    guard let tip else { return [] }
    if let log = cachedLog, log.tip == tip { return log.records }
    let fold = try storing { try history.fold(try walk(to: tip), depth: .messages, keepsLog: true) }
    cachedLog = (tip, fold.logged)
    return fold.logged
  }

  package func violations(upTo tip: ObjectID?, since start: AuditStart) throws -> AuditReport {
    guard let tip else { return AuditReport(commits: 0, records: 0, disputes: []) }
    // Every commit is read each time, whatever was audited before: a history with a hole in it is not a whole one (R4).
    let headers = try storing { try walk(to: tip) }
    let path = directory + AuditSnapshot.fileName(forBranch: try settings().branch)
    if start == .lastAudit, let kept = AuditSnapshot.read(at: path) {
      if kept.point.tip == tip {
        let unsettled = try storing { try Fold(history, depth: .trees, from: kept.point).unsettled(at: tip) }
        return report(kept.point.state, plain: kept.plainDisputes + unsettled, commits: kept.commits)
      }
      if let fold = try storing({ try history.fold(from: kept.point, to: tip, depth: .trees) }) {
        let plain = kept.plainDisputes + fold.plainDisputes
        let commits = kept.commits + fold.commits
        save(AuditSnapshot(point: fold.point(at: tip), commits: commits, plainDisputes: plain), at: path)
        let unsettled = try storing { try fold.unsettled(at: tip) }
        return report(fold.state, plain: plain + unsettled, commits: commits)
      }
    }
    let fold = try storing { try history.fold(headers, depth: .trees) }
    if fold.frozenAt == nil {
      save(
        AuditSnapshot(point: fold.point(at: tip), commits: fold.commits, plainDisputes: fold.plainDisputes), at: path)
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
    return AuditReport(commits: commits, records: state.recordCount, disputes: disputes)
  }

  private func save(_ snapshot: AuditSnapshot, at path: String) {
    do {
      try snapshot.write(at: path)
    } catch {
      // On a read-only disk the next audit begins at the beginning.
      return
    }
  }

  private var directory: String { "\(repository.commonDirectory)/assay/" }

  private var snapshotPath: String {
    get throws { directory + FoldSnapshot.fileName(forBranch: try settings().branch) }
  }

  private func walk(to tip: ObjectID) throws -> [CommitHeader] { try repository.walk(from: [tip]) }

  private func save(_ fold: Fold, tip: ObjectID, at path: String) {
    guard fold.frozenAt == nil, fold.commits > 0 else { return }
    do {
      try FoldSnapshot.write(fold.point(at: tip), at: path)
    } catch {
      // A clone on a read-only disk can still be read; it only folds again next time.
      return
    }
  }
}
