import WorkflowModel

/// R4 — The coordination branch only moves forward, and history is complete: a missing or damaged object is an error,
/// never a shorter history. Records form one chain: no two of them follow the same one.
package enum ForwardOnly: RefusalReason {
  case forked(after: ObjectID?)
  case notForward(branch: String, from: ObjectID, to: ObjectID)
  case deleted(branch: String)
  case movedTwice(branch: String)
  case reserved(reference: String, branch: String)

  package var found: String {
    switch self {
    case .forked(let record):
      "two records follow \(record.map { "record \($0.short)" } ?? "the beginning"): history was forked and merged"
    case .notForward(let branch, let from, let to):
      "\(InertText.line(branch)) is at \(from), and \(to) does not descend from it"
    case .deleted(let branch): "\(InertText.line(branch)) holds the records, and cannot be deleted"
    case .movedTwice(let branch):
      "one push moves \(InertText.line(branch)) to two places: the server has another name that stands for it"
    case .reserved(let reference, let branch):
      "\(InertText.line(reference)) could be taken for \(branch), or changes what git shows of its history"
    }
  }

  package var mend: String {
    switch self {
    case .forked:
      """
      assay log shows both sides; find out who made the second, move the remote's branch back to the last good record, \
      and in every clone: git update-ref -d refs/assay/seen/REMOTE/BRANCH
      """
    case .notForward: "git fetch, then put your work on top of it: git rebase, or git merge; never --force"
    case .deleted: "keep it; an operator closes a phase with assay's commands"
    case .movedTwice: "push to one of the two names"
    case .reserved: "choose another name"
    }
  }
}

/// R5 — What a clone has once seen never un-happens: a remote whose tip does not descend from the highest tip seen is
/// a violation with both tips named, not an update.
package enum SeenTip: RefusalReason {
  case rewound(branch: String, seen: ObjectID, found: ObjectID?)

  package var found: String {
    switch self {
    case .rewound(let branch, let seen, let found):
      """
      the remote's \(InertText.line(branch)) is at \(found.map(\.description) ?? "nothing"), which does not descend from \
      \(seen), the tip that this clone has seen
      """
    }
  }

  package var mend: String {
    """
    history was rewritten: whoever has the seen tip pushes it back, and finds out who did it; if all agree that it had \
    to be: git update-ref -d refs/assay/seen/REMOTE/BRANCH
    """
  }
}
