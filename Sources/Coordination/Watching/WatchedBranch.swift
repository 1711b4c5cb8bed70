import Ledgers
import WorkflowModel
import WorkflowRules

/// A coordination branch as a watch looks at it, again and again: where it stands on the remote now, and which records
/// came since. It writes nothing: no reference, no snapshot, no record.
///
/// An event exists once its record is reachable from the remote's branch (S1). Where the remote is a repository on this
/// machine it is read in place; elsewhere the branch is fetched first.
package protocol WatchedBranch: AnyObject {
  /// The clone or bare repository that is watched, as it was named.
  var directory: String { get }
  /// Where the watch keeps what it has to remember, outside of any working tree.
  var stateDirectory: String { get }
  var source: WatchSource { get }

  /// What the branch has stood at before, which it must descend from (R5).
  func expect(_ tip: ObjectID) throws
  /// Asks the remote once, and folds what is new. Throws ``CoordinationError``: what cannot be read, is cut, forked or
  /// went back is never no news (S3).
  func look() async throws -> WatchLook
  /// The records after a commit, up to where the last look found the branch, oldest first; all of them after none.
  func records(after known: ObjectID?) throws -> [LoggedRecord]
  /// What differs now from what a phase's gates have passed on, as of the last look.
  func drift(of phase: PhaseState) throws -> [GateID: Drift]
  /// Who says that they wait, as of the last look.
  func leases() async throws -> [Lease]
}

/// From where a watch learns of records.
package enum WatchSource: Hashable, Sendable {
  /// The remote is this git directory: its reference can be listened to.
  case place(gitDirectory: String, reference: String)
  /// The remote has to be asked.
  case remote(String)
}

/// What one look found.
package struct WatchLook: Sendable {
  /// Nil as long as the remote has no such branch.
  package let tip: ObjectID?
  package let state: WorkflowState
  /// What came since the look before; nothing on the first look.
  package let records: [LoggedRecord]
  /// Whether the branch had to be fetched.
  package let isFetched: Bool

  package init(tip: ObjectID?, state: WorkflowState, records: [LoggedRecord], isFetched: Bool) {
    self.tip = tip
    self.state = state
    self.records = records
    self.isFetched = isFetched
  }
}

/// That somebody waits, and for what: kept on the remote beside the branch, so that others can see it, and worth nothing
/// once its time is up.
package struct Lease: Hashable, Codable, Sendable {
  package let principal: PrincipalName
  package let role: Role
  package let awaiting: String
  package let gate: GateID?
  package let since: Timestamp
  package let until: Timestamp

  package init(
    principal: PrincipalName, role: Role, awaiting: String, gate: GateID?, since: Timestamp, until: Timestamp
  ) {
    self.principal = principal
    self.role = role
    self.awaiting = awaiting
    self.gate = gate
    self.since = since
    self.until = until
  }

  /// What is left of it when its principal waits no more.
  package func ended(at time: Timestamp) -> Lease {
    Lease(principal: principal, role: role, awaiting: awaiting, gate: gate, since: since, until: min(until, time))
  }
}
