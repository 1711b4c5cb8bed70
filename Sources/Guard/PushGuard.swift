import GitObjects
import Ledgers
import Replay
import WorkflowModel
import WorkflowRules

/// Judges a push before the server takes it, by the rules that judge a record before it is written and afterwards.
///
/// Policy is read from the branch as it was (R6). All of the push is taken or none of it: a record and the code that it
/// is about belong together. It is handed readers, and holds nothing that could move a reference or start a process.
///
/// - Throws: ``StorageError`` where history cannot be read whole; a push is then refused as well.
package struct PushGuard {
  let objects: any HistoryReader
  let references: any ReferenceReader
  /// The coordination branch, without `refs/heads/`.
  let branch: String
  let now: Timestamp
  /// The point of the fold that was kept last, to go faster.
  let kept: () throws -> FoldPoint?
  /// Whether the state at a tip protects paths, where that is known without reading it.
  let protectsPaths: (ObjectID) throws -> Bool?

  package init(
    objects: any HistoryReader, references: any ReferenceReader, branch: String, now: Timestamp,
    kept: @escaping () throws -> FoldPoint? = { nil },
    protectsPaths: @escaping (ObjectID) throws -> Bool? = { _ in nil }
  ) {
    self.objects = objects
    self.references = references
    self.branch = branch
    self.now = now
    self.kept = kept
    self.protectsPaths = protectsPaths
  }

  var coordination: String { "refs/heads/\(branch)" }

  /// What keeps the push out; empty when it may come in.
  package func judge(_ updates: [ReferenceUpdate]) throws -> [PushRefusal] { try judgement(of: updates).refusals }

  /// The same, and where the fold stands once the push is in: what a fold of the messages comes to. Nil where the push does
  /// not move the coordination branch, or all of it had to be looked at.
  package func judgement(of asked: [ReferenceUpdate]) throws -> (refusals: [PushRefusal], point: FoldPoint?) {
    let updates = try moved(by: asked)
    let outcome = try judgeCoordination(updates)
    guard outcome.refusals.isEmpty else { return (outcome.refusals, nil) }
    var refusals: [PushRefusal] = []
    for update in updates where !update.isNamed(coordination) {
      refusals += try judgeElsewhere(update, tip: outcome.tip)
    }
    refusals += try judgeProtected(updates, state: outcome.state)
    return (refusals, refusals.isEmpty ? outcome.point : nil)
  }

  private struct Outcome {
    var refusals: [PushRefusal] = []
    /// The coordination branch as it would be.
    var tip: ObjectID?
    var state = WorkflowState()
    var point: FoldPoint?
  }

  /// The updates of the references that move: a server may have a symbolic one that stands for another, and git follows it.
  /// What moves the coordination branch bears its name, whatever that stands for.
  private func moved(by updates: [ReferenceUpdate]) throws -> [ReferenceUpdate] {
    let own = try references.name(behind: coordination)
    return try updates.map { update in
      let moved = ReferenceUpdate(
        name: try references.name(behind: update.name), old: update.old, new: update.new)
      return moved.isNamed(own) ? ReferenceUpdate(name: coordination, old: moved.old, new: moved.new) : moved
    }
  }

  private func judgeCoordination(_ updates: [ReferenceUpdate]) throws -> Outcome {
    let own = updates.filter { $0.isNamed(coordination) }
    if let other = own.first(where: { $0 != own[0] }) { return refused(other, .r4(.movedTwice(branch: branch))) }
    guard let update = own.first else {
      let tip = try references.target(of: coordination)
      // Nothing else of the state is asked about other references, and to read it takes longer than all that is.
      if let tip, try protectsPaths(tip) == false { return Outcome(tip: tip) }
      return Outcome(tip: tip, state: try point(at: tip)?.state ?? WorkflowState())
    }
    guard let new = update.new else { return refused(update, .r4(.deleted(branch: branch))) }
    // A pusher may say that the branch is where it is not: git then leaves it there, and takes the push's other references,
    // which would have been judged by a state that nobody has.
    guard let old = updates.count > 1 ? try references.target(of: coordination) : update.old else {
      let history = History(objects, remote: try remoteView(with: updates) { _ in true })
      let fold = try history.fold(try objects.walk(from: [new], hiding: []), depth: .trees)
      return try outcome(update, fold, isNew: { _ in true }, tip: new)
    }
    guard try objects.exists(old), try objects.isAncestor(old, of: new) else {
      return refused(update, .r4(.notForward(branch: branch, from: old, to: new)))
    }
    let pushed = try objects.walk(from: [new], hiding: [old])
    let ids = Set(pushed.map(\.id))
    let history = History(objects, remote: try remoteView(with: updates, isNew: ids.contains))
    if let point = try point(at: old), let fold = try history.fold(from: point, to: new, depth: .trees) {
      var outcome = try outcome(update, fold, isNew: ids.contains, tip: new)
      outcome.point = fold.point(at: new)
      return outcome
    }
    // A walk that hides may list too much where clocks were far wrong. Whatever is old brought the fold here.
    let held = Set(try objects.walk(from: [old], hiding: []).map(\.id))
    let isNew = { (commit: ObjectID) in !held.contains(commit) }
    let whole = History(objects, remote: try remoteView(with: updates, isNew: isNew))
    let fold = try whole.fold(try objects.walk(from: [new], hiding: []), depth: .trees)
    return try outcome(update, fold, isNew: isNew, tip: new)
  }

  private func refused(_ update: ReferenceUpdate, _ refusal: Refusal) -> Outcome {
    Outcome(refusals: [PushRefusal(update, Violation(refusal))])
  }

  private func outcome(
    _ update: ReferenceUpdate, _ fold: Fold, isNew: (ObjectID) -> Bool, tip: ObjectID
  ) throws -> Outcome {
    var refusals: [PushRefusal] = []
    if let fork = fold.state.fork { refusals.append(PushRefusal(update, Violation(.r4(.forked(after: fork.after))))) }
    for dispute in fold.state.disputes + fold.plainDisputes where isNew(dispute.commit) {
      let subject = try subject(of: dispute.commit)
      refusals += dispute.findings.map { PushRefusal(update, $0, commit: dispute.commit, subject: subject) }
    }
    if refusals.isEmpty, let policy = fold.state.policy, policy.branch != branch {
      let found = FoundingRecord.otherBranch(found: policy.branch, expected: branch)
      refusals.append(PushRefusal(update, Violation(.r7(found))))
    }
    return Outcome(refusals: refusals, tip: tip, state: fold.state)
  }

  /// The fold at a tip that the server has already.
  private func point(at tip: ObjectID?) throws -> FoldPoint? {
    guard let tip else { return nil }
    let history = History(objects)
    if let kept = try kept() {
      if kept.tip == tip { return kept }
      // The server was stopped before it had kept what came in last.
      if let fold = try history.fold(from: kept, to: tip, depth: .messages) { return fold.point(at: tip) }
    }
    let fold = try history.fold(try objects.walk(from: [tip], hiding: []), depth: .messages)
    return fold.frozenAt == nil ? fold.point(at: tip) : nil
  }

  /// What the server's references would say once the push is in.
  private func remoteView(
    with updates: [ReferenceUpdate], isNew: @escaping (ObjectID) -> Bool
  ) throws -> RemoteView {
    var names: [[UInt8]: (name: String, id: ObjectID)] = [:]
    for reference in try references.allReferences() { names[Array(reference.name.utf8)] = reference }
    for update in updates {
      let name = Array(update.name.utf8)
      // git leaves a reference that is not where the pusher says. Of the branch itself, all else rests on what is judged.
      guard update.isNamed(coordination) || names[name]?.id == update.old else { continue }
      names[name] = update.new.map { (update.name, $0) }
    }
    let heads = names
    let places = heads.values
      .filter { head in ["refs/heads/", "refs/tags/"].contains { head.name.afterPrefix($0) != nil } }
      .sorted { ($0.name == coordination ? 0 : 1) < ($1.name == coordination ? 0 : 1) }
    return RemoteView(
      isNew: isNew,
      holds: { commit in
        guard try objects.kind(of: commit) == .commit else { return false }
        for (name, id) in places {
          let head = name.hasPrefix("refs/tags/") ? try references.commit(behind: id) : id
          if let head, try objects.isAncestor(commit, of: head) { return true }
        }
        return false
      },
      head: { heads[Array("refs/heads/\($0)".utf8)]?.id }, now: now)
  }

  func subject(of commit: ObjectID) throws -> String {
    let message = try objects.commit(commit).message
    return InertText.line(String(message.prefix { !$0.isNewline }.prefix(120)))
  }
}

/// One reason to keep a push out.
package struct PushRefusal: Hashable, Sendable {
  package let reference: String
  package let violation: Violation
  package let commit: ObjectID?
  /// The commit's subject line, inert.
  package let subject: String

  init(_ update: ReferenceUpdate, _ violation: Violation, commit: ObjectID? = nil, subject: String = "") {
    reference = update.name
    self.violation = violation
    self.commit = commit
    self.subject = subject
  }
}
