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

  package func violations(upTo tip: ObjectID?) throws -> AuditReport {
    guard let tip else { return AuditReport(commits: 0, records: 0, disputes: []) }
    let headers = try storing { try walk(to: tip) }
    let fold = try storing { try history.fold(headers, depth: .trees) }
    let order = Dictionary(headers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let disputes = (fold.state.disputes + fold.plainDisputes).sorted {
      order[$0.commit, default: 0] < order[$1.commit, default: 0]
    }
    return AuditReport(commits: fold.commits, records: fold.state.recordCount, disputes: disputes)
  }

  private var snapshotPath: String {
    get throws { "\(repository.commonDirectory)/assay/\(FoldSnapshot.fileName(forBranch: try settings().branch))" }
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
