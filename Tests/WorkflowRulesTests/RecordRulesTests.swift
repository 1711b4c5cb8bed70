import Ledgers
import Testing
import WorkflowModel
import WorkflowRules

/// R1, R3 (references), R6 and R7.
@Suite struct `Rules of records` {
  static let permissions: [RuleCase] = [
    RuleCase("a stranger", .open(), [.r1(.unknownAddress("mallory@example.org"))]) {
      $0.act("mallory", .builder, .decide)
    },
    RuleCase(
      "another's name", .open(),
      [.r1(.otherName("builder-1", address: "builder-2@example.org", belongsTo: "builder-2"))]
    ) {
      $0.act("builder-1", .builder, .decide, address: "builder-2@example.org")
    },
    RuleCase("a role not held", .open(), [.r1(.roleNotHeld("builder-1", .operator, holds: [.builder]))]) {
      $0.act("builder-1", .operator, .reopenPhase)
    },
    RuleCase("an address in capitals", .open()) {
      $0.act("builder-1", .builder, .decide, address: "BUILDER-1@Example.ORG")
    },
    RuleCase("the builder's file while it is declared", .declared()) { $0.file(.usual(), by: "builder-1", .builder) },
    RuleCase("the builder's file once it is open", .open(), [.r1(.phaseIsOpen("p"))]) {
      $0.file(.usual(), by: "builder-1", .builder)
    },
    RuleCase("the operator's file once it is open", .open()) { $0.file(.usual(), plan: 101) },
    RuleCase(
      "an adversary's file", .declared(), [.r1(.roleMayNot(.adversary, .phaseFile, who: [.builder, .operator]))]
    ) {
      $0.file(.usual(), by: "adversary-1", .adversary)
    },
    RuleCase("another adversary lifts a veto", vetoed(), [.r1(.notTheIssuer("adversary-2", issuer: "adversary-1"))]) {
      $0.act("adversary-2", .adversary, .liftVeto(veto: $0.phase.vetoes[0].record))
    },
    RuleCase("its issuer lifts a veto", vetoed()) {
      $0.act("adversary-1", .adversary, .liftVeto(veto: $0.phase.vetoes[0].record))
    },
    RuleCase("the issuer of a veto has left", vetoed()) { world in
      world.must(world.policy(Policy.usual.with(without: ["adversary-1"])))
      return world.act("adversary-2", .adversary, .liftVeto(veto: world.phase.vetoes[0].record))
    },
    RuleCase("another role's message", sent(), [.r1(.notTheAddressee(.builder, addressee: .adversary))]) {
      $0.act("builder-1", .builder, .acknowledge(message: $0.state.messages[0].id))
    },
    RuleCase("one's own message", sent()) {
      $0.act("adversary-2", .adversary, .acknowledge(message: $0.state.messages[0].id))
    },
    RuleCase("adversaries waive where the phase says so", .open(.usual(waivers: .adversary))) {
      $0.act("adversary-1", .adversary, .waive("M1", "unit", expires: $0.now + .seconds(60)))
    },
    RuleCase(
      "operators do not waive there", .open(.usual(waivers: .adversary)),
      [.r1(.roleMayNot(.operator, .waiver, who: [.adversary]))]
    ) {
      $0.waive("unit")
    },
    RuleCase("adversaries do not waive elsewhere", .open(), [.r1(.roleMayNot(.adversary, .waiver, who: [.operator]))]) {
      $0.act("adversary-1", .adversary, .waive("M1", "unit", expires: $0.now + .seconds(60)))
    },
  ]

  static func vetoed() -> World {
    var world = World.open()
    world.must(world.act("adversary-1", .adversary, .veto))
    return world
  }

  static func sent() -> World {
    var world = World.open()
    world.must(world.act("builder-1", .builder, .send(to: .adversary, .blocking)))
    return world
  }

  @Test(arguments: permissions) func `R1, permission`(_ situation: RuleCase) { situation.check() }

  /// §4 of the contract, kind by kind: a role that is not in the row is refused, whoever it is.
  @Test func `R1, the whole table`() {
    let rows: [(Act, [Role])] = [
      (.changePolicy(policy: 2), [.operator]), (.filePhase(plan: 100), [.builder, .operator]),
      (.openPhase(plan: 100), [.builder, .operator]), (.reopenGate("M1"), [.operator]), (.reopenPhase, [.operator]),
      (.claim(World.open().draft("M1").claim), [.builder]), (.withdraw("M1", claim: 1), [.builder]),
      (.rule(World.claimed().verdict("M1", .fail).verdict), [.adversary]), (.revoke("M1", verdict: 1), [.adversary]),
      (.veto, [.adversary]), (.liftVeto(veto: 1), [.adversary]),
      (.liftCondition("M1", claim: 1, evidence: 1), [.adversary]),
      (.waive("M1", "unit", expires: Timestamp(seconds: 1)), [.operator]), (.registerProbes("M1", []), [.adversary]),
      (.captureBaseline("M1", subject: 1), [.adversary]), (.openFinding(.f(1), nil, .minor), [.adversary]),
      (.correctFinding(.f(1)), [.adversary]), (.closeFinding(.f(1), subject: 1), [.adversary]),
      (.addBacklog(BacklogID(phase: "p", number: 1)), [.builder]),
      (.finishBacklog(BacklogID(phase: "p", number: 1)), [.builder]), (.journal(nil), [.builder]),
      (.publishKey(nil, .of(1), head: nil), [.builder]),
      (.defer(DeferralID(phase: "p", number: 1), trigger: "t"), [.builder, .adversary, .operator]),
      (.resolve(DeferralID(phase: "p", number: 1), pointer: "p"), [.builder, .adversary, .operator]),
      (.decide, [.builder, .adversary, .operator]), (.send(to: .builder, .note), Role.allCases),
      (.acknowledge(message: 1), Role.allCases), (.done(head: 1), [.builder]),
    ]
    #expect(Set(rows.map(\.0.kind)).count == RecordKind.allCases.count - 1)
    let holders: [(PrincipalName, Role)] = [
      ("op", .operator), ("builder-1", .builder), ("adversary-1", .adversary), ("dog", .watchdog),
    ]
    for (act, roles) in rows {
      for (name, role) in holders {
        var world = World.declared()
        let refusals = world.act(name, role, act)
        let isRefusedForRole = refusals == [.r1(.roleMayNot(role, act.kind, who: roles))]
        #expect(isRefusedForRole == !roles.contains(role), "\(act.kind) by \(role)")
      }
    }
  }

  static let references: [RuleCase] = [
    RuleCase("a finding out of turn", .open(), [.r3(.wrongNumber(found: "F-p-2", expected: "F-p-1"))]) {
      $0.act("adversary-1", .adversary, .openFinding(.f(2), "M1", .minor))
    },
    RuleCase("a finding of another phase", .open(), [.r3(.wrongNumber(found: "F-q-1", expected: "F-p-1"))]) {
      $0.act("adversary-1", .adversary, .openFinding(FindingID(phase: "q", number: 1), "M1", .minor))
    },
    RuleCase("an unknown finding", .open(), [.r3(.unknownReference("finding F-p-1"))]) {
      $0.act("adversary-1", .adversary, .correctFinding(.f(1)))
    },
    RuleCase("a closed finding", .open(), [.r3(.alreadySettled("finding F-p-1 is closed"))]) { world in
      world.must(world.act("adversary-1", .adversary, .openFinding(.f(1), "M1", .minor)))
      world.must(world.act("adversary-1", .adversary, .closeFinding(.f(1), subject: 5)))
      return world.act("adversary-1", .adversary, .closeFinding(.f(1), subject: 5))
    },
    RuleCase("a backlog item out of turn", .open(), [.r3(.wrongNumber(found: "B-p-3", expected: "B-p-1"))]) {
      $0.act("builder-1", .builder, .addBacklog(BacklogID(phase: "p", number: 3)))
    },
    RuleCase("an unknown backlog item", .open(), [.r3(.unknownReference("backlog item B-p-1"))]) {
      $0.act("builder-1", .builder, .finishBacklog(BacklogID(phase: "p", number: 1)))
    },
    RuleCase("a backlog item twice done", .open(), [.r3(.alreadySettled("backlog item B-p-1 is done"))]) { world in
      let item = BacklogID(phase: "p", number: 1)
      world.must(world.act("builder-1", .builder, .addBacklog(item)))
      world.must(world.act("builder-1", .builder, .finishBacklog(item)))
      return world.act("builder-1", .builder, .finishBacklog(item))
    },
    RuleCase("a deferral out of turn", .open(), [.r3(.wrongNumber(found: "D-p-2", expected: "D-p-1"))]) {
      $0.act("op", .operator, .defer(DeferralID(phase: "p", number: 2), trigger: "t"))
    },
    RuleCase("a deferral twice resolved", .open(), [.r3(.unknownReference("open deferral D-p-1"))]) { world in
      let item = DeferralID(phase: "p", number: 1)
      world.must(world.act("adversary-1", .adversary, .defer(item, trigger: "t")))
      world.must(world.act("builder-1", .builder, .resolve(item, pointer: "p")))
      return world.act("builder-1", .builder, .resolve(item, pointer: "p"))
    },
    RuleCase("no such veto", .open(), [.r3(.unknownReference("standing veto 000000000000"))]) {
      $0.act("adversary-1", .adversary, .liftVeto(veto: 3))
    },
    RuleCase("no such message", .open(), [.r3(.unknownReference("unacknowledged message 000000000000"))]) {
      $0.act("builder-1", .builder, .acknowledge(message: 3))
    },
    RuleCase("withdrawing what is not claimed", .open(), [.r3(.unknownReference("open claim 000000000000 on gate M1"))])
    {
      $0.act("builder-1", .builder, .withdraw("M1", claim: 3))
    },
    RuleCase("withdrawing a claim", .claimed()) { $0.act("builder-2", .builder, .withdraw("M1", claim: $0.last)) },
    RuleCase("withdrawing a conditional claim", .conditional()) {
      $0.act("builder-1", .builder, .withdraw("M1", claim: $0.standing("M1").claim?.record ?? 0))
    },
    RuleCase(
      "revoking what was not ruled", .claimed(), [.r3(.unknownReference("standing verdict 000000000000 on gate M1"))]
    ) {
      $0.act("adversary-1", .adversary, .revoke("M1", verdict: 3))
    },
    RuleCase("revoking a pass", .passed()) { $0.act("adversary-2", .adversary, .revoke("M1", verdict: $0.last)) },
    RuleCase("revoking a condition", .conditional()) {
      $0.act("adversary-2", .adversary, .revoke("M1", verdict: $0.last))
    },
    RuleCase("waiving what is not asked", .open(), [.r3(.unknownReference("check nothing in gate M1"))]) {
      $0.waive("nothing")
    },
    RuleCase(
      "reopening a gate that is open", .open(), [.r3(.alreadySettled("gate M1 is not escalated, so it is open"))]
    ) {
      $0.act("op", .operator, .reopenGate("M1"))
    },
    RuleCase("reopening a phase that is open", .open(), [.r3(.alreadySettled("phase p is not done, so it is open"))]) {
      $0.act("op", .operator, .reopenPhase)
    },
    RuleCase("opening a phase twice", .open(), [.r3(.alreadySettled("phase p is open"))]) {
      $0.act("op", .operator, .openPhase(plan: 100))
    },
  ]

  @Test(arguments: references) func `R3, references`(_ situation: RuleCase) { situation.check() }

  static let policies: [RuleCase] = [
    RuleCase("another file than the one in force", .declared(), [.r6(.otherPlan(found: 101, inForce: 100))]) {
      $0.act("op", .operator, .openPhase(plan: 101))
    },
    RuleCase("a phase file that nobody read", .founded(), [.r6(.unreadableFile("it was not read"))]) {
      $0.act("op", .operator, .filePhase(plan: 100))
    },
    RuleCase("a phase file that nobody can read", .founded(), [.r6(.unreadableFile("line 3"))]) {
      $0.act("op", .operator, .filePhase(plan: 100)) { $0.phaseFile = .unreadable("line 3") }
    },
    RuleCase("a file of another phase", .founded(), [.r6(.otherPhase(found: "p", expected: "q"))]) {
      $0.act("op", .operator, .filePhase(plan: 100), in: "q") { $0.phaseFile = .read(.usual()) }
    },
    RuleCase("a policy that nobody read", .founded(), [.r6(.unreadablePolicy("it was not read"))]) {
      $0.act("op", .operator, .changePolicy(policy: 2))
    },
    RuleCase("a policy that nobody can read", .founded(), [.r6(.unreadablePolicy("line 3"))]) {
      $0.act("op", .operator, .changePolicy(policy: 2)) { $0.policy = .unreadable("line 3") }
    },
    RuleCase("ledgers that move", .founded(), [.r6(.ledgersMoved(from: "machine-docs", to: "docs"))]) {
      $0.policy(Policy(name: "x", ledgers: "docs", principals: Policy.usual.principals))
    },
    RuleCase("phases that move", .founded(), [.r6(.ledgersMoved(from: "phases", to: "plans"))]) {
      $0.policy(Policy(name: "x", phases: "plans", principals: Policy.usual.principals))
    },
    RuleCase("a branch that moves", .founded(), [.r6(.ledgersMoved(from: "main", to: "other"))]) {
      $0.policy(Policy(name: "x", branch: "other", principals: Policy.usual.principals))
    },
    RuleCase("another principal", .founded()) {
      $0.policy(.usual.with(Principal(name: "new", address: "n@e", roles: [.adversary])))
    },
    RuleCase("a record before the founding", World(), [.r7(.notFounded)]) { $0.act("op", .operator, .decide) },
    RuleCase("a second founding", .founded(), [.r7(.alreadyFounded(1))]) {
      $0.act("op", .operator, .foundWorkspace(policy: 2)) { $0.policy = .read(.usual) }
    },
    RuleCase(
      "a founding by one who is no operator in it", World(),
      [.r1(.roleNotHeld("builder-1", .operator, holds: [.builder]))]
    ) {
      $0.act("builder-1", .operator, .foundWorkspace(policy: 1)) { $0.policy = .read(.usual) }
    },
    RuleCase("a founding by a stranger to it", World(), [.r1(.unknownAddress("eve@example.org"))]) {
      $0.act("eve", .operator, .foundWorkspace(policy: 1)) { $0.policy = .read(.usual) }
    },
    RuleCase("a founding without its file", World(), [.r6(.unreadablePolicy("it was not read"))]) {
      $0.act("op", .operator, .foundWorkspace(policy: 1))
    },
  ]

  @Test(arguments: policies) func `R6 and R7, policy and founding`(_ situation: RuleCase) { situation.check() }

  @Test func `R7, a clone knows the founding record that it joined`() {
    let world = World.founded()
    #expect(Judge.refusals(pinned: 1, in: world.state).isEmpty)
    #expect(Judge.refusals(pinned: 2, in: world.state) == [.r7(.otherFounding(found: 1, pinned: 2))])
    #expect(Judge.refusals(pinned: 2, in: WorkflowState()) == [.r7(.otherFounding(found: nil, pinned: 2))])
  }
}
