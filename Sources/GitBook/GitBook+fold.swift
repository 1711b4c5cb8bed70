import Coordination
import Evidence
import GitStorage
import Ledgers
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func state(at tip: ObjectID?) throws -> WorkflowState {
    guard let tip else { return WorkflowState() }
    let path = try snapshotPath
    if let snapshot = FoldSnapshot.read(at: path) {
      if snapshot.tip == tip { return snapshot.state }
      if let state = try extend(snapshot, to: tip, savingAt: path) { return state }
    }
    let headers = try walk(to: tip, hiding: nil)
    let fold = try foldEverything(headers, depth: .messages, keepsLog: false)
    try save(fold, tip: tip, at: path)
    return fold.state
  }

  package func records(upTo tip: ObjectID?) throws -> [LoggedRecord] {
    guard let tip else { return [] }
    if let log = cachedLog, log.tip == tip { return log.records }
    let fold = try foldEverything(try walk(to: tip, hiding: nil), depth: .messages, keepsLog: true)
    cachedLog = (tip, fold.logged)
    return fold.logged
  }

  package func violations(upTo tip: ObjectID?) throws -> AuditReport {
    guard let tip else { return AuditReport(commits: 0, records: 0, disputes: []) }
    let headers = try walk(to: tip, hiding: nil)
    let fold = try foldEverything(headers, depth: .trees, keepsLog: false)
    let order = Dictionary(headers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let disputes = (fold.state.disputes + fold.plainDisputes).sorted {
      order[$0.commit, default: 0] < order[$1.commit, default: 0]
    }
    return AuditReport(commits: fold.commits, records: fold.state.recordCount, disputes: disputes)
  }

  private var snapshotPath: String {
    get throws {
      let name = try settings().branch.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
      return "\(repository.commonDirectory)/assay/state-\(String(name)).json"
    }
  }

  private func walk(to tip: ObjectID, hiding base: ObjectID?) throws -> [CommitHeader] {
    try storing { () throws(StorageError) in
      try repository.walk(from: [tip], hiding: base.map { [$0] } ?? [])
    }
  }

  /// A fold that goes on from the snapshot; nil when the snapshot is no help for this tip.
  private func extend(_ snapshot: FoldSnapshot, to tip: ObjectID, savingAt path: String) throws -> WorkflowState? {
    let reaches = try storing { () throws(StorageError) in
      guard try repository.exists(snapshot.tip) else { return false }
      return try repository.isAncestor(snapshot.tip, of: tip)
    }
    guard reaches else { return nil }
    var fold = Fold(book: self, depth: .messages, from: snapshot, frozenAt: nil, keepsLog: false)
    guard case .complete = try fold.run(try walk(to: tip, hiding: snapshot.tip), isPartial: true) else { return nil }
    try save(fold, tip: tip, at: path)
    return fold.state
  }

  private func save(_ fold: Fold, tip: ObjectID, at path: String) throws {
    guard fold.frozenAt == nil, fold.commits > 0 else { return }
    do {
      try FoldSnapshot(
        format: FoldSnapshot.currentFormat, tip: tip, chain: fold.chain, last: fold.snapshotLast, state: fold.state
      ).write(at: path)
    } catch {
      // A clone on a read-only disk can still be read; it only folds again next time.
      return
    }
  }

  private func foldEverything(_ headers: [CommitHeader], depth: Fold.Depth, keepsLog: Bool) throws -> Fold {
    var frozenAt: Int?
    while true {
      var fold = Fold(book: self, depth: depth, from: nil, frozenAt: frozenAt, keepsLog: keepsLog)
      switch try fold.run(headers, isPartial: false) {
      case .complete, .needsEverything: return fold
      case .forked(let position): frozenAt = min(position, frozenAt ?? position)
      }
    }
  }

  /// The facts for a record that history holds.
  func foldFacts(for content: RecordContent, in state: WorkflowState, commit: CommitValue) throws -> Facts {
    let ledgers = state.policy?.ledgers ?? ""
    var facts = try heldFacts(for: content, in: state, parent: commit.parents.first, carrier: commit.id) {
      tree, asked in
      guard let phase = content.phase, let gate = content.act.gate else { return .unreadable("no gate") }
      let directory = Rendering.evidenceDirectory(phase, gate, claim: content.act.answeredClaim, role: content.role)
      return try self.carriedEvidence(tree, in: "\(ledgers)/\(directory)", of: commit.id, asked: asked)
    }
    // Whether a subject still lies on a branch of the remote is not for history to say: branches come and go. It was
    // asked when the record was written.
    facts.subject = .present
    return facts
  }

  /// The change that a commit makes, with the bytes of what is the tool's.
  func treeChange(
    from parent: ObjectID?, to commit: ObjectID, in state: WorkflowState, bringing candidate: Candidate?
  ) throws -> WorkflowRules.TreeChange {
    var policy = state.policy
    if policy == nil, case .read(let brought)? = candidate?.facts.policy { policy = brought }
    return try storing { () throws(StorageError) in
      let before = try parent.map { id throws(StorageError) in try repository.commitHeader(id).tree }
      let after = try repository.commitHeader(commit).tree
      guard before != after, let policy else { return WorkflowRules.TreeChange(owned: [], elsewhere: []) }
      var owned: [OwnedChange] = []
      var elsewhere: [String] = []
      for change in try repository.changes(fromTree: before, toTree: after) {
        let path = change.path
        if policy.owns(path) {
          let isEvidence = path.hasPrefix("\(policy.ledgers)/evidence/")
          owned.append(
            OwnedChange(
              path: path, before: try file(change.before, withBytes: !isEvidence),
              after: try file(change.after, withBytes: !isEvidence)))
        } else if candidate != nil || change.after != nil {
          // A plain commit may remove what it likes elsewhere; a file that appears may be a copy of a ledger.
          elsewhere.append(path)
        }
      }
      return WorkflowRules.TreeChange(owned: owned, elsewhere: elsewhere)
    }
  }

  private func file(_ entry: TreeEntry?, withBytes: Bool) throws(StorageError) -> OwnedFile? {
    guard let entry else { return nil }
    let isPlain = entry.mode == .file
    return OwnedFile(
      id: entry.id, isPlainFile: isPlain, bytes: isPlain && withBytes ? try repository.blob(entry.id) : [])
  }
}

extension Policy {
  /// Whether a path is the tool's. Case does not help: some file systems know only one.
  fileprivate func owns(_ path: String) -> Bool {
    let path = path.lowercased()
    return path == Policy.fileName || path == ledgers.lowercased() || path == phases.lowercased()
      || path.hasPrefix(ledgers.lowercased() + "/") || path.hasPrefix(phases.lowercased() + "/")
  }
}
