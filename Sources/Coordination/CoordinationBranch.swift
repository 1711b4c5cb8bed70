import Evidence
import Ledgers
import Signatures
import WorkflowModel
import WorkflowRules

/// What the use cases need of the coordination branch and of the clone they run in. An adapter gives it; a use case
/// knows nothing of git but object ids.
package protocol CoordinationBranch: AnyObject {
  /// What the clone was told when it was made or joined.
  func settings() throws -> CloneSettings
  /// Goes on under these settings without writing them down.
  func assume(_ settings: CloneSettings)
  func remember(_ settings: CloneSettings) async throws
  /// What a founder wants to know of the clone and its remote.
  func surroundings(remote: String) async throws -> CloneSurroundings

  /// Puts a text beside the clone's settings, out of the working tree. Returns its path.
  func keep(_ text: String, named name: String) throws -> String

  /// Asks the remote. Returns the coordination branch's tip as fetched, nil for a remote without one; refuses a tip
  /// that does not descend from the highest one seen (R5).
  func fetch(_ scope: FetchScope) async throws -> ObjectID?
  /// The highest tip this clone has seen; nil before the first fetch.
  func knownTip() throws -> ObjectID?

  /// The fold of the records up to the tip. Phases that are done may be at rest in it.
  func state(at tip: ObjectID?) throws -> WorkflowState
  /// Wakes phases in the last state that was given, or in one that follows from it.
  func wake(_ ids: [PhaseID], in state: inout WorkflowState) throws
  /// Wakes what the rules will ask about a record.
  func wake(for content: RecordContent, in state: inout WorkflowState) throws
  /// The records up to the tip, oldest first, those that were refused among them.
  func records(upTo tip: ObjectID?) throws -> [LoggedRecord]
  /// The records after a commit that is an ancestor of the tip, oldest first, those that were refused among them.
  func records(after known: ObjectID?, upTo tip: ObjectID?) throws -> [LoggedRecord]
  /// A record that took effect, by its id; nil where the commit is none.
  func record(_ id: ObjectID) throws -> LoggedRecord?
  /// Every violation in the history up to the tip, judged with trees, renderings and signatures as well.
  func violations(upTo tip: ObjectID?, since start: AuditStart) throws -> AuditReport

  /// The full id of a commit that a person names. Ambiguous and unknown names are refused.
  func resolve(_ revision: String) throws -> ObjectID
  func store(_ bytes: [UInt8]) throws -> ObjectID
  func contents(of blob: ObjectID) throws -> [UInt8]
  func file(at path: String, of tip: ObjectID) throws -> [UInt8]?
  /// The object at a path of a commit; nil where there is none, or the commit is not here.
  func object(at path: String, of commit: ObjectID) throws -> ObjectID?
  /// The head of a branch of the remote, as fetched.
  func remoteHead(of branch: String) throws -> ObjectID?
  /// Begins to look at the working tree, for the act that is to be judged next: other things may be done meanwhile.
  func lookAtWorkingTree()
  /// Ends a look that has begun, needed or not: what comes later looks again.
  func stopLooking() async
  func workingTree() async throws -> WorkingTree
  /// Whether the path lies in this clone's working tree.
  func isMaterialised(_ path: String) throws -> Bool
  /// Paths that differ between two commits, one line each: a summary for a reader.
  func changedPaths(from: ObjectID, to: ObjectID) throws -> [String]

  /// What the rules need to know for a record that would follow the tip.
  func facts(for content: RecordContent, in state: WorkflowState, on tip: ObjectID?) async throws -> Facts
  /// For every gate with a pass: what differs now.
  func drift(of phase: PhaseState, at tip: ObjectID?) throws -> [GateID: Drift]

  /// Builds the record in the object database, on the tip, signed if there is a signer. No ref moves.
  func compose(
    _ candidate: Candidate, in state: WorkflowState, on tip: ObjectID?, signer: (any RecordSigner)?
  ) async throws -> ObjectID
  func push(_ commit: ObjectID, expecting tip: ObjectID?) async throws -> PushResult
  /// Begins to look whether the coordination branch is checked out and clean, or takes the look that has begun.
  func lookAtCheckout() throws -> Task<Checkout, any Error>
  /// Lets a coordination branch follow that was seen checked out and clean just now. Returns why not, when it does not.
  func follow(_ commit: ObjectID, from checkout: Task<Checkout, any Error>) async throws -> FollowResult

  /// Puts a lease on the remote, in the place of its principal's last one. Returns what the server had against it.
  func publish(_ lease: Lease) async throws -> PushResult
  /// Ends the lease that was published through this branch, if one was.
  func withdrawLease(at time: Timestamp) async throws
  /// Who says that they wait, or did, as fetched last.
  func leases() throws -> [Lease]

  /// Keeps an evidence set in this clone until a record carries it. Returns the id of its tree.
  func keep(_ files: [EvidenceFile], of set: EvidenceSet) throws -> ObjectID
  /// The sets this clone has kept for a claim.
  func keptEvidence(for claim: ObjectID, gate: GateID, phase: PhaseID) throws -> KeptSets
  /// A fresh clone from the remote at exactly the subject, without the journal.
  func coldWorkspace(
    for subject: ObjectID, of policy: Policy, lasting life: WorkspaceLife
  ) async throws -> Workspace
  func discard(_ workspace: Workspace) throws
}

/// Which phases somebody will look at, of those that are done.
package enum Waking: Sendable {
  case everything
  case phases([PhaseID])
  /// Those that were done last.
  case last(Int)

  package static let nothing = Waking.phases([])

  /// A phase that is asked for by name, if one is.
  package static func asked(_ phase: PhaseID?) -> Waking { .phases(phase.map { [$0] } ?? []) }

  func ids(in state: WorkflowState) -> [PhaseID] {
    switch self {
    case .everything: state.phases.allResting.map(\.id)
    case .phases(let ids): ids
    case .last(let count): state.phases.lastDone(count)
    }
  }
}

/// How long a workspace is wanted.
package enum WorkspaceLife: Sendable {
  /// As long as the command runs; one that outlives it is rubbish.
  case command
  /// Until its user removes it.
  case kept
}

/// Where an audit begins to look.
package enum AuditStart: Sendable {
  case beginning
  /// Where this clone's last audit ended; at the beginning if that does not lead to the tip.
  case lastAudit
}

package enum FetchScope: Sendable {
  /// The coordination branch alone.
  case coordination
  /// All branches and tags: what a subject may lie on.
  case everything
}

package struct CloneSettings: Hashable, Sendable {
  package var role: Role?
  package var principal: PrincipalName?
  /// The founding record's id, pinned when the clone was made (R7).
  package var founding: ObjectID?
  package var remote: String
  package var branch: String
  /// The file of the key that this clone signs with; nil means that the user's keys are looked through.
  package var key: String?

  package init(
    role: Role?, principal: PrincipalName?, founding: ObjectID?, remote: String, branch: String, key: String? = nil
  ) {
    self.key = key
    self.role = role
    self.principal = principal
    self.founding = founding
    self.remote = remote
    self.branch = branch
  }
}

package enum PushResult: Hashable, Sendable {
  case accepted
  /// The branch is no longer where it was expected.
  case moved
  /// The server said no, in these words.
  case refused(String)
}

/// What the work tree was like before a record was written.
package enum Checkout: Hashable, Sendable {
  /// The coordination branch is checked out, and nothing is changed.
  case clean
  /// It is not to be touched, and this is why.
  case leftAlone(String)
}

package enum FollowResult: Hashable, Sendable {
  case followed
  case leftAlone(String)
}

package struct AuditReport: Sendable {
  package let commits: Int
  package let records: Int
  package let disputes: [Dispute]
  /// What the records add up to. Phases that are done may be at rest in it.
  package let state: WorkflowState

  package init(commits: Int, records: Int, disputes: [Dispute], state: WorkflowState) {
    self.commits = commits
    self.records = records
    self.disputes = disputes
    self.state = state
  }
}
