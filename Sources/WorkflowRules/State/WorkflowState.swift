import WorkflowModel

/// What the records of the coordination branch add up to. The same history gives the same state on every machine;
/// nothing here comes from a clock, a disk or a setting.
package struct WorkflowState: Hashable, Sendable {
  /// The founding record; nil before it.
  package internal(set) var founding: ObjectID?
  package internal(set) var policy: Policy?
  /// The object id of `assay.yml` as the records say it is.
  package internal(set) var policyFile: ObjectID?
  package internal(set) var phases = PhaseTable()
  /// Messages that nobody has acknowledged, in history's order.
  package internal(set) var messages: [OpenMessage] = []
  package internal(set) var deferrals: [OpenDeferral] = []
  /// Records that took effect.
  package internal(set) var recordCount = 0
  /// Commits that posed as records, or were records that a rule refuses. They changed nothing.
  package internal(set) var disputes: [Dispute] = []

  /// Where history forks, if it does: the record that two others follow. The state is then what it was up to there, and
  /// nobody may take it for what it is now.
  package internal(set) var fork: Fork?
  /// The time of the last record: a record is never older than the one before it.
  package internal(set) var lastTime: Timestamp?
  /// When a role has written its last record, in any phase.
  package internal(set) var lastWritten: [Role: Timestamp] = [:]

  package init() {}

  package mutating func freeze(after record: ObjectID?) { fork = Fork(after: record) }

  package var activePhases: [PhaseState] { phases.active }

  package mutating func dispute(_ commit: ObjectID, _ refusals: [Refusal]) {
    disputes.append(Dispute(commit: commit, findings: refusals.map(Violation.init)))
  }
}

/// A place at which two records follow the same one.
package struct Fork: Hashable, Sendable {
  /// Nil when the two stand at the beginning.
  package let after: ObjectID?
}

/// A commit that a rule refuses, found in history.
package struct Dispute: Hashable, Sendable {
  package let commit: ObjectID
  package let findings: [Violation]

  package init(commit: ObjectID, findings: [Violation]) {
    self.commit = commit
    self.findings = findings
  }
}

/// What was found against a rule, in words.
package struct Violation: Hashable, Sendable {
  package let rule: RuleID
  package let found: String
  package let mend: String

  package init(_ refusal: Refusal) {
    rule = refusal.rule
    found = refusal.found
    mend = refusal.mend
  }
}

package struct OpenMessage: Hashable, Sendable {
  package let id: ObjectID
  package let phase: PhaseID
  package let from: PrincipalName
  package let to: Role
  package let weight: MessageWeight
  package let title: String
  package let time: Timestamp
}

package struct OpenDeferral: Hashable, Sendable {
  package let id: DeferralID
  package let title: String
  package let trigger: String
  package let by: PrincipalName
  package let time: Timestamp
}
