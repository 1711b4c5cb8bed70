import WorkflowModel

/// The label `chaos-version` of a deployed service: the commit that was checked out, and `+U` when the checkout was dirty.
package struct ChaosVersion: Hashable, Sendable, CustomStringConvertible {
  package static let digits = 8

  /// The commit's id as it stands in the label: mostly abbreviated.
  package let commit: String
  package let isDirty: Bool

  /// The stamp of a checkout. Untracked files make it dirty, too.
  package init(of head: ObjectID, isDirty: Bool) {
    commit = String("\(head)".prefix(Self.digits))
    self.isDirty = isDirty
  }

  /// Reads a label as it was found; any text can stand in one.
  package init(label: String) {
    isDirty = label.hasSuffix("+U")
    commit = isDirty ? String(label.dropLast(2)) : label
  }

  package var description: String { isDirty ? "\(commit)+U" : commit }
}

/// HC1: what runs is what was checked out. The label's commit has to begin the head's full id, or to begin with it; fewer
/// than seven digits name nothing. That the label *moved* is no proof of anything.
package enum HeadIdentity {
  package static let leastDigits = 7

  /// The label's commit is not the head.
  package struct WrongCheckout: Error, Hashable, Sendable, CustomStringConvertible {
    /// The label as it was found; nil when the service has none.
    package let found: String?
    package let head: ObjectID

    package init(found: String?, head: ObjectID) {
      self.found = found
      self.head = head
    }

    package var description: String {
      let found = found.map { "'\(InertText.line($0))'" } ?? "missing"
      return "the label chaos-version is \(found), which is not the head \(head)"
    }
  }

  package static func check(label: String?, is head: ObjectID) throws(WrongCheckout) {
    guard let label, names(label, head) else { throw WrongCheckout(found: label, head: head) }
  }

  private static func names(_ label: String, _ head: ObjectID) -> Bool {
    let commit = ChaosVersion(label: label).commit
    let id = "\(head)"
    return commit.utf8.count >= leastDigits && (id.hasPrefix(commit) || commit.hasPrefix(id))
  }
}
