import GitObjects
import Ledgers
import Replay
import WorkflowModel
import WorkflowRules

extension PushGuard {
  /// A reference that is not the coordination branch: nothing in it may pose as the branch, or as a record of it.
  func judgeElsewhere(_ update: ReferenceUpdate, tip: ObjectID?) throws -> [PushRefusal] {
    if try isLease(update) { return [] }
    if isReserved(update.name) {
      return [PushRefusal(update, Violation(.r4(.reserved(reference: update.name, branch: branch))))]
    }
    guard let new = update.new, let head = try references.commit(behind: new) else { return [] }
    // What the coordination branch holds has been judged there; what stands on other references was let in before.
    var known = try references.allReferences().compactMap { try references.commit(behind: $0.id) }
    if let tip { known.append(tip) }
    if known.contains(head) { return [] }
    for header in try brought(by: update, head, known: known) where try header.mayBeRecord && isRecord(header.id) {
      // The walk may list too much where clocks were far wrong.
      if try known.contains(where: { try objects.isAncestor(header.id, of: $0) }) { continue }
      let refusal = Refusal.r3(.elsewhere(branch: branch, reference: update.name))
      return [PushRefusal(update, Violation(refusal), commit: header.id, subject: try subject(of: header.id))]
    }
    return []
  }

  /// The commits that an update brings, or more: what is on other references already may be among them.
  private func brought(by update: ReferenceUpdate, _ head: ObjectID, known: [ObjectID]) throws -> CommitWalk {
    if let old = update.old, try objects.kind(of: old) == .commit, try objects.kind(of: head) == .commit,
      let line = try objects.line(from: head, downTo: old), line.count(where: { $0.mayBeRecord }) < Self.fewRecords
    {
      return line
    }
    return try objects.walk(from: [head], hiding: known)
  }

  /// So many are looked for one by one on the references that were there before.
  private static var fewRecords: Int { 32 }

  /// Whether it says that somebody waits: a few bytes under a principal's name. They are no commit, so nobody can take
  /// them for a record, and no rule reads them.
  private func isLease(_ update: ReferenceUpdate) throws -> Bool {
    guard let name = update.name.afterPrefix(LeaseReference.prefix), PrincipalName(name) != nil else { return false }
    guard let new = update.new else { return true }
    return try objects.kind(of: new) == .blob && objects.blobSize(new) <= LeaseReference.limit
  }

  /// Whether a commit is a record, or would be taken for one.
  private func isRecord(_ commit: ObjectID) throws -> Bool {
    do throws(MalformedRecord) {
      let message: String
      do {
        let value = try objects.commit(commit)
        if value.opaqueEncoding != nil { return true }
        message = value.message
      } catch {
        throw MalformedRecord.notText
      }
      return try RecordMessage.read(message) != nil
    } catch {
      return true
    }
  }

  /// Names that git could read as the branch's, names that replace objects, and those that clones use for themselves.
  private func isReserved(_ name: String) -> Bool {
    let lower = name.lowercased()
    let branch = branch.lowercased()
    return lower == "refs/heads/\(branch)" || lower == "refs/tags/\(branch)" || lower == "refs/\(branch)"
      || lower == "refs/heads/refs/heads/\(branch)" || lower == "refs/heads/heads/\(branch)"
      || lower.hasPrefix("refs/replace/") || lower.hasPrefix("refs/assay/")
  }

  /// The updates that move branches with protected paths, by any of their names.
  private func protected(
    _ updates: [ReferenceUpdate], _ state: WorkflowState
  ) throws -> [(branch: String, update: ReferenceUpdate)] {
    try state.protectedBranches(coordination: branch).flatMap { name in
      let reference = "refs/heads/\(name)"
      let moved = name == branch ? reference : try references.name(behind: reference)
      return updates.filter { $0.isNamed(moved) }.map { (name, $0) }
    }
  }

  /// Paths that a phase file protects until a gate has passed.
  func judgeProtected(_ updates: [ReferenceUpdate], state: WorkflowState) throws -> [PushRefusal] {
    var refusals: [PushRefusal] = []
    for (name, update) in try protected(updates, state) {
      guard let new = update.new else {
        refusals += state.refusals(ofDeleting: name, coordination: branch).map { PushRefusal(update, Violation($0)) }
        continue
      }
      let before = try update.old.map { try objects.commitHeader($0).tree }
      let after = try objects.commitHeader(new).tree
      let changed = try objects.changes(fromTree: before, toTree: after, under: [], limit: 2_000_000).map(\.path)
      refusals += state.refusals(ofChanging: changed, on: name, coordination: branch)
        .map { PushRefusal(update, Violation($0)) }
    }
    return refusals
  }
}
