import Coordination
import Evidence
import Ledgers
import PhaseFiles
import Signatures
import WorkflowModel
import WorkflowRules

/// A remote that is nothing but a table: what a bare repository is to the real one.
final class MemoryRemote {
  struct Commit {
    let parent: ObjectID?
    let record: LoggedRecord
    let state: WorkflowState
    let files: [String: ObjectID]
  }

  var commits: [ObjectID: Commit] = [:]
  var blobs: [ObjectID: [UInt8]] = [:]
  var branches: [String: ObjectID] = [:]
  /// Commits of code: they hold nothing but a path each.
  var code: [ObjectID: String] = [:]
  var refusal: String?
  var leases: [PrincipalName: Lease] = [:]
  private var serial: UInt32 = 0

  func newID() throws -> ObjectID {
    serial += 1
    let digits = String(serial, radix: 16)
    return try required(ObjectID(String(repeating: "a", count: 40 - digits.count) + digits))
  }
}

/// A clone that keeps everything in memory: a fake for tests of the use cases, held to the same contract as the real
/// one.
final class MemoryBranch: CoordinationBranch {
  private let remote: MemoryRemote
  private var kept: CloneSettings?
  private var seen: ObjectID?
  private var fetched: [String: ObjectID] = [:]
  private var evidence: [KeptEvidence] = []
  private var workspaces = 0
  private var published: Lease?

  init(_ remote: MemoryRemote) { self.remote = remote }

  func settings() throws -> CloneSettings {
    kept ?? CloneSettings(role: nil, principal: nil, founding: nil, remote: "origin", branch: "main")
  }

  func assume(_ settings: CloneSettings) { kept = settings }
  func remember(_ settings: CloneSettings) async throws { kept = settings }

  func surroundings(remote: String) async throws -> CloneSurroundings {
    CloneSurroundings(name: "team", checkedOut: "main", remoteBranches: self.remote.branches.keys.sorted())
  }

  func fetch(_ scope: FetchScope) async throws -> ObjectID? {
    let branch = try settings().branch
    let tip = remote.branches[branch]
    if scope == .everything { fetched = remote.branches }
    if let seen, !isAncestor(seen, of: tip) {
      throw CoordinationError.refused([.r5(.rewound(branch: branch, seen: seen, found: tip))])
    }
    seen = tip
    return tip
  }

  private func isAncestor(_ ancestor: ObjectID, of tip: ObjectID?) -> Bool {
    sequence(first: tip, next: { self.remote.commits[$0 ?? .none].map(\.parent) ?? nil }).contains(ancestor)
  }

  func knownTip() throws -> ObjectID? { seen }

  func state(at tip: ObjectID?) throws -> WorkflowState { try tip.map { try commit($0).state } ?? WorkflowState() }

  // Everything is at hand.
  func wake(_ ids: [PhaseID], in state: inout WorkflowState) throws {}
  func wake(for content: RecordContent, in state: inout WorkflowState) throws {}

  private func commit(_ id: ObjectID) throws -> MemoryRemote.Commit {
    guard let commit = remote.commits[id] else {
      throw CoordinationError.damaged("commit \(id) is missing", mend: "fetch it")
    }
    return commit
  }

  func records(upTo tip: ObjectID?) throws -> [LoggedRecord] {
    var records: [LoggedRecord] = []
    var next = tip
    while let id = next {
      let commit = try commit(id)
      records.append(commit.record)
      next = commit.parent
    }
    return records.reversed()
  }

  func records(after known: ObjectID?, upTo tip: ObjectID?) throws -> [LoggedRecord] {
    let before = try records(upTo: known).count
    return Array(try records(upTo: tip).dropFirst(before))
  }

  func record(_ id: ObjectID) throws -> LoggedRecord? { remote.commits[id]?.record }

  func violations(upTo tip: ObjectID?, since start: AuditStart) throws -> AuditReport {
    let records = try records(upTo: tip)
    let state = try state(at: tip)
    return AuditReport(commits: records.count, records: records.count, disputes: state.disputes, state: state)
  }

  func resolve(_ revision: String) throws -> ObjectID {
    let id = fetched[revision] ?? fetched[String(revision.dropFirst("origin/".count))] ?? ObjectID(revision)
    guard let id, remote.code[id] != nil || remote.commits[id] != nil else {
      throw CoordinationError.malformed("commit '\(revision)' does not exist", mend: "git fetch")
    }
    return id
  }

  func publish(_ lease: Lease) async throws -> PushResult {
    remote.leases[lease.principal] = lease
    published = lease
    return .accepted
  }

  func withdrawLease(at time: Timestamp) async throws {
    if let published { remote.leases[published.principal] = published.ended(at: time) }
    published = nil
  }

  func leases() throws -> [Lease] { remote.leases.values.sorted { $0.principal < $1.principal } }

  func keep(_ text: String, named name: String) throws -> String { name }

  func store(_ bytes: [UInt8]) throws -> ObjectID {
    if let known = remote.blobs.first(where: { $0.value == bytes }) { return known.key }
    let id = try remote.newID()
    remote.blobs[id] = bytes
    return id
  }

  func contents(of blob: ObjectID) throws -> [UInt8] {
    guard let bytes = remote.blobs[blob] else {
      throw CoordinationError.damaged("blob \(blob) is missing", mend: "fetch it")
    }
    return bytes
  }

  func file(at path: String, of tip: ObjectID) throws -> [UInt8]? {
    try commit(tip).files[path].map { try contents(of: $0) }
  }

  func object(at path: String, of commit: ObjectID) throws -> ObjectID? { remote.commits[commit]?.files[path] }

  func remoteHead(of branch: String) throws -> ObjectID? { fetched[branch] }
  func workingTree() async throws -> WorkingTree { .clean }
  func isMaterialised(_ path: String) throws -> Bool { false }

  func changedPaths(from: ObjectID, to: ObjectID) throws -> [String] {
    from == to ? [] : [remote.code[from], remote.code[to]].compactMap(\.self).sorted()
  }

  func facts(for content: RecordContent, in state: WorkflowState, on tip: ObjectID?) async throws -> Facts {
    var facts = Facts()
    facts.workingTree = .clean
    if let subject = content.act.subject {
      facts.subject = fetched.values.contains(subject) && remote.code[subject] != nil ? .present : .missing
    }
    switch content.act {
    case .foundWorkspace(let file), .changePolicy(let file):
      facts.policy = .read(try PolicyFile.read(try contents(of: file)))
    case .filePhase(let plan): facts.phaseFile = .read(try PhaseFile.read(try contents(of: plan), file: "phase"))
    default: break
    }
    return facts
  }

  func drift(of phase: PhaseState, at tip: ObjectID?) throws -> [GateID: Drift] { [:] }

  func compose(
    _ candidate: Candidate, in state: WorkflowState, on tip: ObjectID?, signer: (any RecordSigner)?
  ) async throws -> ObjectID {
    let id = try remote.newID()
    var next = state
    let refusals = next.take(id, candidate)
    var files = try tip.map { try commit($0).files } ?? [:]
    if case .foundWorkspace(let file) = candidate.content.act { files[Policy.fileName] = file }
    let record = Record(id: id, time: candidate.time, author: candidate.author, content: candidate.content)
    remote.commits[id] = MemoryRemote.Commit(
      parent: tip,
      record: LoggedRecord(record: record, refusals: refusals.map(Violation.init)),
      state: next, files: files)
    return id
  }

  func push(_ commit: ObjectID, expecting tip: ObjectID?) async throws -> PushResult {
    let branch = try settings().branch
    guard remote.branches[branch] == tip else { return .moved }
    if let refusal = remote.refusal { return .refused(refusal) }
    remote.branches[branch] = commit
    seen = commit
    return .accepted
  }

  func lookAtWorkingTree() {}
  func stopLooking() async {}
  func lookAtCheckout() throws -> Task<Checkout, any Error> {
    Task { .leftAlone("this repository has no working tree") }
  }
  func follow(_ commit: ObjectID, from checkout: Task<Checkout, any Error>) async throws -> FollowResult {
    .leftAlone("this repository has no working tree")
  }

  func keep(_ files: [EvidenceFile], of set: EvidenceSet) throws -> ObjectID {
    let id = try remote.newID()
    evidence.append(KeptEvidence(id: id, set: set))
    return id
  }

  func keptEvidence(for claim: ObjectID, gate: GateID, phase: PhaseID) throws -> KeptSets {
    KeptSets(whole: evidence.filter { $0.set.claim == claim && $0.set.gate == gate && $0.set.phase == phase })
  }

  func coldWorkspace(
    for subject: ObjectID, of policy: Policy, lasting life: WorkspaceLife
  ) async throws -> Workspace {
    workspaces += 1
    return Workspace(
      root: "/\(subject)/root", home: "/\(subject)/home", temporary: "/\(subject)/tmp", temperature: .cold)
  }

  func discard(_ workspace: Workspace) throws { workspaces -= 1 }
}

struct MemoryWorld: World {
  let remote = MemoryRemote()

  func clone() async throws -> any CoordinationBranch { MemoryBranch(remote) }

  func pushCode() async throws -> ObjectID {
    let id = try remote.newID()
    remote.code[id] = "src/\(remote.code.count + 1).txt"
    remote.branches["work"] = id
    return id
  }

  func refuse(_ words: String?) async throws { remote.refusal = words }
  func rewind(to tip: ObjectID) async throws { remote.branches["main"] = tip }
}
