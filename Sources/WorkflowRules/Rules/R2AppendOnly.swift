import Ledgers
import WorkflowModel

/// R2 — Ledgers are append-only by section: for every file and section, the old bytes are a prefix of the new bytes.
/// No ledger is deleted, renamed, or given a second copy elsewhere. Corrections are new entries.
package enum AppendOnly: RefusalReason {
  case rewritten(path: String)
  case removed(path: String)
  case secondCopy(path: String, of: String)
  case notAFile(path: String)

  package var found: String {
    switch self {
    case .rewritten(let path): "\(InertText.line(path)) does not begin with what it held before"
    case .removed(let path): "\(InertText.line(path)) is gone"
    case .secondCopy(let path, let ledger): "\(InertText.line(path)) is a second copy of the ledger \(ledger)"
    case .notAFile(let path): "\(InertText.line(path)) is no plain file any more"
    }
  }

  package var mend: String {
    switch self {
    case .secondCopy: "remove the copy; assay alone writes ledgers"
    case .rewritten, .removed, .notAFile: "undo the change with git revert; a correction is a new entry made by assay"
    }
  }
}

enum R2AppendOnly: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    candidate.facts.change.map { refusals(of: $0, in: state) } ?? []
  }

  static func refusals(of change: TreeChange, in state: WorkflowState) -> [Refusal] {
    guard let policy = state.policy else { return [] }
    let ledgers = policy.ledgers + "/"
    var refusals: [Refusal] = []
    for owned in change.owned {
      guard let name = owned.path.afterPrefix(ledgers), let before = owned.before else { continue }
      guard let after = owned.after else {
        refusals.append(.r2(.removed(path: owned.path)))
        continue
      }
      guard after.isPlainFile else {
        refusals.append(.r2(.notAFile(path: owned.path)))
        continue
      }
      if name.afterPrefix("evidence/") != nil {
        // Evidence is written once.
        if before.id != after.id { refusals.append(.r2(.rewritten(path: owned.path))) }
        continue
      }
      let old = LedgerSections.split(before.bytes, of: name)
      let new = LedgerSections.split(after.bytes, of: name)
      let kept = old.count == new.count && zip(old, new).allSatisfy { $1.starts(with: $0) }
      if !kept { refusals.append(.r2(.rewritten(path: owned.path))) }
    }
    // Every ledger is Markdown, and most files are not: the names of all ledgers are put together only for what is.
    let bases = change.elsewhere.map { path in (path, path.utf8.split(separator: 0x2F).last) }
      .compactMap { path, name in name.map { (path, Substring($0).lowercased()) } }
      .filter { $1.utf8.suffix(3).elementsEqual(".md".utf8) }
    guard !bases.isEmpty else { return refusals }
    let names = ledgerNames(in: state)
    for (path, base) in bases {
      if let ledger = names[base] { refusals.append(.r2(.secondCopy(path: path, of: ledger))) }
    }
    return refusals
  }

  /// The names of the ledgers that there are, by their lower-case form: some file systems know only one case.
  private static func ledgerNames(in state: WorkflowState) -> [String: String] {
    var files: [LedgerFile] = Role.allCases.map { .inbox($0) } + [.deferred, .decisions]
    for id in state.phases.ids where state.phases.stage(of: id) != .declared {
      files += [.status(id), .review(id), .backlog(id), .journal(id)]
    }
    return Dictionary(files.map { ($0.name.lowercased(), $0.name) }, uniquingKeysWith: { first, _ in first })
  }
}
