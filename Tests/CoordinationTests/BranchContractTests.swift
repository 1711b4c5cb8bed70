import Coordination
import Evidence
import Ledgers
import PhaseFiles
import TestSupport
import Testing
import WorkflowModel
import WorkflowRules

/// What the use cases may rely on, whichever branch is behind the port. The fake is held to it as the real one is.
@Suite struct BranchContractTests {
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case git, memory
    var testDescription: String { rawValue }

    func world() async throws -> any World {
      switch self {
      case .git: try await GitWorld()
      case .memory: MemoryWorld()
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `A remote without the branch has no tip and an empty state`(_ kind: Kind) async throws {
    let world = try await kind.world()
    defer { withExtendedLifetime(world) {} }
    let branch = try await world.clone()
    #expect(try await branch.fetch(.coordination) == nil)
    #expect(try await branch.fetch(.everything) == nil)
    #expect(try branch.knownTip() == nil)
    #expect(try branch.state(at: nil) == WorkflowState())
    #expect(try branch.records(upTo: nil).isEmpty)
    #expect(try branch.violations(upTo: nil, since: .beginning).disputes.isEmpty)
  }

  @Test(arguments: Kind.allCases)
  func `Settings are remembered`(_ kind: Kind) async throws {
    let world = try await kind.world()
    defer { withExtendedLifetime(world) {} }
    let branch = try await world.clone()
    var settings = try branch.settings()
    #expect(settings.remote == "origin")
    #expect(settings.branch == "main")
    settings.role = .adversary
    settings.principal = PrincipalName("ada")
    settings.founding = ObjectID(String(repeating: "ab", count: 20))
    try await branch.remember(settings)
    #expect(try branch.settings() == settings)
  }

  @Test(arguments: Kind.allCases)
  func `Composing moves nothing, an accepted push moves remote and clone`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let (mine, other) = (try await world.clone(), try await world.clone())
    let record = try await compose(policy(), on: mine, after: nil)
    #expect(try await other.fetch(.coordination) == nil)
    #expect(try mine.knownTip() == nil)
    #expect(try await mine.push(record, expecting: nil) == .accepted)
    #expect(try mine.knownTip() == record)
    #expect(try await other.fetch(.coordination) == record)
    #expect(try other.state(at: record).founding == record)
    #expect(try other.state(at: record) == mine.state(at: record))
    #expect(try other.file(at: "assay.yml", of: record) != nil)
    #expect(try other.file(at: "nothing.yml", of: record) == nil)
  }

  @Test(arguments: Kind.allCases)
  func `A push that expects another tip moves nothing and says so`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let (mine, other) = (try await world.clone(), try await world.clone())
    try await mine.begin()
    let tip = try await other.fetch(.coordination)
    let late = try await entry("late", on: other, after: tip)
    _ = try await mine.acting(.builder).journal("first", gate: nil)
    let now = try await mine.fetch(.coordination)
    #expect(try await other.push(late, expecting: tip) == .moved)
    #expect(try await mine.fetch(.coordination) == now)
    #expect(try await other.push(late, expecting: nil) == .moved)
    #expect(try await mine.fetch(.coordination) == now)
  }

  @Test(arguments: Kind.allCases)
  func `The server's refusal comes back in its own words`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let branch = try await world.clone()
    try await branch.begin()
    let tip = try await branch.fetch(.coordination)
    let record = try await entry("hello", on: branch, after: tip)
    try await world.refuse("no records on Sundays")
    #expect(try await branch.push(record, expecting: tip) == .refused("no records on Sundays"))
    #expect(try await branch.fetch(.coordination) == tip)
    try await world.refuse(nil)
    #expect(try await branch.push(record, expecting: tip) == .accepted)
  }

  @Test(arguments: Kind.allCases)
  func `Old tips keep their state, and records come oldest first`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let branch = try await world.clone()
    try await branch.begin()
    let builder = try await branch.acting(.builder)
    let before = try required(try branch.knownTip())
    let ids = [
      try await builder.journal("one", gate: nil), try await builder.addBacklog("two"),
      try await builder.decide("three"),
    ].flatMap(\.records).map(\.id)
    let tip = try await branch.fetch(.coordination)
    #expect(tip == ids.last)
    #expect(try branch.records(upTo: tip).suffix(3).map(\.record.id) == ids)
    #expect(try branch.records(upTo: tip).count == 6)
    #expect(try branch.state(at: tip).recordCount == 6)
    #expect(try branch.state(at: before).recordCount == 3)
    #expect(try branch.state(at: ids[0]).phases[hello()]?.journalEntries == 1)
    let report = try branch.violations(upTo: tip, since: .beginning)
    #expect(report.records == 6)
    #expect(report.disputes.isEmpty)
  }

  @Test(arguments: Kind.allCases)
  func `A remote that goes back is refused, and what was seen stays known`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let branch = try await world.clone()
    try await branch.begin()
    let old = try required(try await branch.fetch(.coordination))
    _ = try await branch.acting(.builder).journal("more", gate: nil)
    let seen = try required(try await branch.fetch(.coordination))
    try await world.rewind(to: old)
    let refused = CoordinationError.refused([.r5(.rewound(branch: "main", seen: seen, found: old))])
    await #expect(throws: refused) { try await branch.fetch(.coordination) }
    await #expect(throws: refused) { try await branch.fetch(.everything) }
    #expect(try branch.knownTip() == seen)
    try await world.rewind(to: seen)
    #expect(try await branch.fetch(.coordination) == seen)
  }

  @Test(arguments: Kind.allCases)
  func `Blobs are stored and read back, and what is not there throws`(_ kind: Kind) async throws {
    let world = try await kind.world()
    defer { withExtendedLifetime(world) {} }
    let branch = try await world.clone()
    let id = try branch.store([1, 0, 255])
    #expect(try branch.contents(of: id) == [1, 0, 255])
    #expect(try branch.store([1, 0, 255]) == id)
    let absent = try required(ObjectID(String(repeating: "12", count: 20)))
    #expect(throws: CoordinationError.self) { try branch.contents(of: absent) }
    #expect(throws: CoordinationError.self) { try branch.state(at: absent) }
    #expect(throws: CoordinationError.self) { try branch.resolve("no-such-branch") }
  }

  @Test(arguments: Kind.allCases)
  func `A subject counts once the remote has it and the clone has asked`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let branch = try await world.clone()
    try await branch.begin()
    let one = try await world.pushCode()
    let two = try await world.pushCode()
    let tip = try await branch.fetch(.everything)
    #expect(try branch.resolve("origin/work") == two)
    #expect(try branch.remoteHead(of: "work") == two)
    #expect(try branch.remoteHead(of: "nothing") == nil)
    let state = try branch.state(at: tip)
    let present = try await branch.facts(for: try claim(two, in: state), in: state, on: tip)
    #expect(present.subject == .present)
    #expect(present.workingTree == .clean)
    let unpushed = try required(ObjectID(String(repeating: "34", count: 20)))
    #expect(try await branch.facts(for: try claim(unpushed, in: state), in: state, on: tip).subject == .missing)
    #expect(try branch.changedPaths(from: one, to: one).isEmpty)
    #expect(try branch.changedPaths(from: one, to: two).contains("src/2.txt"))
  }

  @Test(arguments: Kind.allCases)
  func `Evidence is kept for its own claim alone, oldest first`(_ kind: Kind) async throws {
    let world = try await kind.world()
    let branch = try await world.clone()
    try await branch.begin()
    _ = try await world.pushCode()
    let claimed = try await branch.acting(.builder).claim(
      ClaimRequest(gate: try gate(), subject: "origin/work", payload: payload))
    let adversary = try await branch.acting(.adversary, "ada")
    guard kind == .git else { return try await keepByHand(branch, claimed.records[0]) }
    let first = try await adversary.collect(gate(), claim: nil, subject: nil) { _ in }
    let second = try await adversary.collect(gate(), claim: nil, subject: nil) { _ in }
    let kept = try branch.keptEvidence(for: claimed.records[0].id, gate: try gate(), phase: try hello()).whole
    #expect(kept.map(\.id) == [first.id, second.id])
    #expect(kept.map(\.set) == [first.set, second.set])
    #expect(try branch.keptEvidence(for: .none, gate: try gate(), phase: try hello()).whole.isEmpty)
  }

  private func keepByHand(_ branch: any CoordinationBranch, _ claim: Record) async throws {
    guard case .claim(let what) = claim.content.act else { throw Unexpected("no claim") }
    func set(_ nonce: String) throws -> EvidenceSet {
      EvidenceSet(
        phase: try hello(), gate: what.gate, claim: claim.id, subject: what.subject, plan: what.plan,
        checklist: what.checklist, collector: claim.content.principal, role: .adversary, nonce: nonce,
        started: claim.time, finished: claim.time, workspace: .cold, outcomes: [])
    }
    let ids = [try branch.keep([], of: set("a")), try branch.keep([], of: set("b"))]
    #expect(try branch.keptEvidence(for: claim.id, gate: what.gate, phase: hello()).whole.map(\.id) == ids)
    #expect(try branch.keptEvidence(for: .none, gate: what.gate, phase: hello()).whole.isEmpty)
  }

  // MARK: Records by hand

  private func compose(_ policy: Policy, on branch: any CoordinationBranch, after tip: ObjectID?) async throws
    -> ObjectID
  {
    let file = try branch.store(Array(PolicyFile.text(policy).utf8))
    return try await compose(
      RecordContent(
        principal: try required(PrincipalName("olga")), role: .operator, phase: nil, act: .foundWorkspace(policy: file),
        title: "team"), "olga", on: branch, after: tip)
  }

  private func entry(_ title: String, on branch: any CoordinationBranch, after tip: ObjectID?) async throws -> ObjectID
  {
    try await compose(
      RecordContent(
        principal: try required(PrincipalName("builder-1")), role: .builder, phase: try hello(), act: .journal(nil),
        title: title), "builder-1", on: branch, after: tip)
  }

  private func compose(
    _ content: RecordContent, _ name: String, on branch: any CoordinationBranch, after tip: ObjectID?
  ) async throws -> ObjectID {
    let state = try branch.state(at: tip)
    let facts = try await branch.facts(for: content, in: state, on: tip)
    let author = Author(name: name, address: "\(name)@example.org")
    let candidate = Candidate(content: content, author: author, time: max(noon, state.lastTime ?? noon), facts: facts)
    #expect(Judge.refusals(of: candidate, in: state).isEmpty)
    return try await branch.compose(candidate, in: state, on: tip, signer: nil)
  }

  private func claim(_ subject: ObjectID, in state: WorkflowState) throws -> RecordContent {
    let phase = try required(state.phases[try hello()])
    let declared = try required(phase.phase.gate(try gate()))
    return RecordContent(
      principal: try required(PrincipalName("builder-1")), role: .builder, phase: try hello(),
      act: .claim(
        Claim(gate: declared.id, subject: subject, plan: phase.plan, checklist: declared.checklist, payload: payload)),
      title: "greets")
  }
}
