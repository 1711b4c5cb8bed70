import GitObjects
import Ledgers
import WorkflowModel
import WorkflowRules

/// One pass over history, parents before children, that takes records in.
///
/// Records form a chain (R4): each follows the one before it, whatever merges of code lie between. The chain is
/// tracked by position, the number of records among a commit's ancestors. A record whose parent's position is not the
/// chain's length has a sibling: history was forked, and neither side counts. The pass then ends with the fork's
/// position, and the next pass takes in nothing from there on, so that the answer does not depend on the order in
/// which the two sides were met.
package struct Fold {
  /// How closely commits are looked at.
  package enum Depth: Sendable { case messages, trees }

  package enum Outcome {
    case complete
    /// Two records follow the one at this position.
    case forked(position: Int)
    /// A commit of the side before the starting point takes part: only a pass over everything can tell.
    case needsEverything
  }

  private let history: History
  private let depth: Depth
  /// The position from which on records are refused, because history forks there.
  package let frozenAt: Int?
  package private(set) var state: WorkflowState
  package private(set) var chain: Int
  package private(set) var logged: [LoggedRecord] = []
  package private(set) var plainDisputes: [Dispute] = []
  package private(set) var commits = 0
  private let keepsLog: Bool
  private var positions = Positions()
  private var last: ObjectID?
  private let keeper: (any PhaseKeeper)?
  /// Has the phases that this fold put to rest; nil where it leaves all awake.
  private var packed: PackedPhases?
  private let leftAwake: Int

  /// `leaving` is how many phases that are done stay awake, about; where nothing is said, all do.
  package init(
    _ history: History, depth: Depth, from start: FoldPoint? = nil, frozenAt: Int? = nil, keepsLog: Bool = false,
    leaving awake: Int? = nil
  ) {
    packed = start == nil ? awake.map { PackedPhases(leaving: $0) } : nil
    leftAwake = awake ?? 0
    self.history = history
    self.depth = depth
    self.frozenAt = frozenAt
    self.keepsLog = keepsLog
    state = start?.state ?? WorkflowState()
    chain = start?.chain ?? 0
    last = start?.last
    keeper = start?.keeper
    if let start { positions[start.tip] = start.chain }
  }

  /// Where the fold stands, once it is complete.
  package func point(at tip: ObjectID) -> FoldPoint {
    FoldPoint(tip: tip, chain: chain, last: last, state: state, keeper: packed ?? keeper)
  }

  package mutating func run(_ walk: CommitWalk, isPartial: Bool) throws -> Outcome {
    positions.begin(walk)
    var ahead = ReadAhead(history.objects, walk)
    for header in walk {
      commits += 1
      let position = position(below: header, isPartial: isPartial)
      if let position { positions[header.id] = position }
      if header.mayBeRecord {
        let read = try ahead.read(header, under: state.policy)
        if let outcome = try take(header, read, at: position) { return outcome }
      } else if try !takePlain(header, position) {
        return .needsEverything
      }
    }
    return .complete
  }

  /// The most records that a parent knows; nil where a partial pass knows no parent.
  private func position(below header: CommitHeader, isPartial: Bool) -> Int? {
    var most: Int?
    for parent in header.parents {
      if let known = positions[parent], known >= most ?? known { most = known }
    }
    return most ?? (isPartial ? nil : 0)
  }

  /// Returns how the pass ends, if it ends here.
  private mutating func take(_ header: CommitHeader, _ read: ReadCommit, at position: Int?) throws -> Outcome? {
    switch read.content {
    case .success(let content?) where isCounted(content):
      guard let position else { return .needsEverything }
      return try take(content, read, at: position).map { .forked(position: $0) }
    case .success:
      return try takePlain(header, position) ? nil : .needsEverything
    case .failure(let problem):
      // Whether it stands before the founding record, a partial pass does not know.
      guard position != nil, try takePlain(header, position) else { return .needsEverything }
      // What came before the founding record is plain history.
      if state.founding != nil { refuse(header.id, [.r3(problem)]) }
      return nil
    }
  }

  /// Before the workspace is founded, only a founding record counts.
  private func isCounted(_ content: RecordContent) -> Bool {
    if case .foundWorkspace = content.act { return true }
    return state.founding != nil
  }

  /// Takes a well-formed record in. Returns the position of a fork, if this record makes one known.
  private mutating func take(_ content: RecordContent, _ read: ReadCommit, at position: Int) throws -> Int? {
    let commit = read.commit
    if let frozenAt, position >= frozenAt {
      if state.fork == nil { state.freeze(after: last) }
      refuse(commit.id, [.r4(.forked(after: last))])
      log(content, commit, refused: true, facts: Facts())
      return nil
    }
    guard position == chain else { return position }
    let parent = commit.parents.first
    if depth == .trees, let parent { try noteProtected(to: parent, in: &plainDisputes) }
    chain += 1
    positions[commit.id] = chain
    last = commit.id
    try state.wake(for: content, from: packed ?? keeper)
    let facts = try history.facts(for: content, in: state, carriedBy: read)
    let candidate = Candidate(content: content, author: commit.author, time: commit.time, facts: facts)
    if depth == .trees { try judgeTree(of: candidate, commit, parent: parent) }
    let refusals = state.take(commit.id, candidate)
    log(content, commit, refused: !refusals.isEmpty, facts: facts)
    if packed?.isOutgrown(by: state.phases) == true { rest() }
    return nil
  }

  /// Puts most phases that are done to rest.
  private mutating func rest() {
    guard var packed else { return }
    // Held once, so that it grows in place.
    self.packed = nil
    state.rest(packed.add(state.phases.restable(leaving: leftAwake)))
    packed.expect(state.phases)
    self.packed = packed
  }

  private mutating func judgeTree(of candidate: Candidate, _ commit: CommitValue, parent: ObjectID?) throws {
    var judged = candidate
    judged.facts.change = try history.treeChange(from: parent, to: commit.id, in: state, bringing: candidate)
    let refusals = Judge.refusals(ofChangeBy: judged, in: state)
    if !refusals.isEmpty { state.dispute(commit.id, refusals) }
  }

  /// What has changed of protected paths since the last record. The next record settles which commit that is.
  package func unsettled(at tip: ObjectID) throws -> [Dispute] {
    var disputes: [Dispute] = []
    if state.fork == nil { try noteProtected(to: tip, in: &disputes) }
    return disputes
  }

  private func noteProtected(to commit: ObjectID, in disputes: inout [Dispute]) throws {
    let refusals = try history.protectedChanges(from: last, to: commit, in: state)
    if !refusals.isEmpty { disputes.append(Dispute(commit: commit, findings: refusals.map(Violation.init))) }
  }

  /// Returns whether the answer is certain: of a commit from an older side, a partial pass does not know whether its
  /// parents stood before the founding record.
  private mutating func takePlain(_ header: CommitHeader, _ position: Int?) throws -> Bool {
    guard depth == .trees, state.founding != nil, position != 0 else { return true }
    // Against the parents that know the most records: the other side of a merge may be older. What is as it was in one
    // of them is that one's doing, and was judged there.
    var parents = header.parents.filter { positions[$0] == position }
    if parents.isEmpty { parents = Array(header.parents.prefix(1)) }
    guard let parent = parents.first else { return true }
    var change = try history.treeChange(from: parent, to: header.id, in: state, bringing: nil)
    var refusals = Judge.refusals(ofPlainChange: change, in: state)
    for other in parents.dropFirst() where !refusals.isEmpty {
      change.keep(commonWith: try history.treeChange(from: other, to: header.id, in: state, bringing: nil))
      refusals = Judge.refusals(ofPlainChange: change, in: state)
    }
    if refusals.isEmpty { return true }
    // A parent that a partial pass does not know may be one of them.
    guard position != nil, header.parents.allSatisfy({ positions[$0] != nil }) else { return false }
    plainDisputes.append(
      Dispute(commit: header.id, findings: refusals.map(Violation.init)))
    return true
  }

  private mutating func refuse(_ commit: ObjectID, _ refusals: [Refusal]) { state.dispute(commit, refusals) }

  private mutating func log(_ content: RecordContent, _ commit: CommitValue, refused: Bool, facts: Facts) {
    guard keepsLog else { return }
    logged.append(
      LoggedRecord(
        record: Record(id: commit.id, time: commit.time, author: commit.author, content: content),
        refusals: refused ? state.disputes.last?.findings ?? [] : [], collected: facts.collected))
  }
}

extension TreeChange {
  /// Leaves the paths that the other change has as well.
  fileprivate mutating func keep(commonWith other: TreeChange) {
    let paths = Set(other.owned.map(\.path))
    let places = Set(other.elsewhere)
    owned.removeAll { !paths.contains($0.path) }
    elsewhere.removeAll { !places.contains($0) }
  }
}

/// A place in history with the state there: from where a fold can go on.
package struct FoldPoint: Sendable {
  package let tip: ObjectID
  /// Records on the chain up to the tip.
  package let chain: Int
  package let last: ObjectID?
  package let state: WorkflowState
  /// Has the phases that are at rest in the state.
  package let keeper: (any PhaseKeeper)?

  package init(
    tip: ObjectID, chain: Int, last: ObjectID?, state: WorkflowState, keeper: (any PhaseKeeper)? = nil
  ) {
    self.tip = tip
    self.chain = chain
    self.last = last
    self.state = state
    self.keeper = keeper
  }

  /// The state with the phases awake that somebody will ask for.
  package func state(waking ids: [PhaseID]) throws(KeptPhaseLost) -> WorkflowState {
    var state = state
    try state.wake(ids, from: keeper)
    return state
  }
}

extension History {
  /// Folds a whole history, given with parents before children. Where it forks, everything from the fork on is refused.
  /// `leaving` is how many phases that are done stay awake; where nothing is said, all do.
  package func fold(
    _ walk: CommitWalk, depth: Fold.Depth, keepsLog: Bool = false, leaving awake: Int? = nil
  ) throws -> Fold {
    var frozenAt: Int?
    while true {
      var fold = Fold(self, depth: depth, frozenAt: frozenAt, keepsLog: keepsLog, leaving: awake)
      switch try fold.run(walk, isPartial: false) {
      case .complete, .needsEverything: return fold
      case .forked(let position): frozenAt = min(position, frozenAt ?? position)
      }
    }
  }

  /// Goes on from a point to a tip that descends from it; nil when only a fold of everything can tell.
  package func fold(from start: FoldPoint, to tip: ObjectID, depth: Fold.Depth, keepsLog: Bool = false) throws -> Fold?
  {
    guard try objects.exists(start.tip), try objects.isAncestor(start.tip, of: tip) else { return nil }
    var fold = Fold(self, depth: depth, from: start, keepsLog: keepsLog)
    do {
      let walk = try objects.walk(from: [tip], hiding: [start.tip])
      guard case .complete = try fold.run(walk, isPartial: true) else { return nil }
    } catch is KeptPhaseLost {
      return nil
    }
    return fold
  }

  /// The end of a list of records that came after a commit: they form a chain.
  package func records(_ logged: [LoggedRecord], after known: ObjectID?) throws -> [LoggedRecord] {
    guard let known else { return logged }
    if let index = logged.lastIndex(where: { $0.record.id == known }) { return Array(logged[(index + 1)...]) }
    var (low, high) = (0, logged.count)
    while low < high {
      let middle = (low + high) / 2
      if try objects.isAncestor(logged[middle].record.id, of: known) { low = middle + 1 } else { high = middle }
    }
    return Array(logged[low...])
  }
}
