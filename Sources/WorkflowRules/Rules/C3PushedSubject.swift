import Ledgers
import WorkflowModel

/// C3 — The working tree is clean, and the subject resolves to one full object id that exists on the remote. The same
/// holds for every commit that a record names.
package enum PushedSubject: RefusalReason {
  case dirty([String])
  case notOnRemote(ObjectID)

  package var found: String {
    switch self {
    case .dirty(let paths):
      """
      the working tree is not clean: \(list(paths.prefix(5).map(InertText.line)))\
      \(paths.count > 5 ? " and \(paths.count - 5) more" : "")
      """
    case .notOnRemote(let subject): "commit \(subject.short) is on no branch or tag of the remote"
    }
  }

  package var mend: String {
    switch self {
    case .dirty: "git add and git commit, or git stash -u; then git push"
    case .notOnRemote: "git push"
    }
  }
}

enum C3PushedSubject: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    var refusals: [Refusal] = []
    if case .claim = candidate.content.act, case .dirty(let paths) = candidate.facts.workingTree {
      refusals.append(.c3(.dirty(paths)))
    }
    if let subject = candidate.content.act.subject, candidate.facts.subject != .present {
      refusals.append(.c3(.notOnRemote(subject)))
    }
    return refusals
  }
}
