import Testing
import WorkflowModel
import WorkflowRules

/// D1, D2 and V8.
@Suite struct `Rules of done` {
  private static func waived() -> World {
    var world = World.claimed()
    world.must(world.waive("unit", for: .seconds(3600)))
    world.must(world.rule("M1", set: { $0.set("unit", [.fail, .fail]) }))
    world.must(world.claim("M2"))
    world.must(world.rule("M2"))
    return world
  }

  static let cases: [RuleCase] = [
    RuleCase("everything is there", .closable()) { $0.done() },
    RuleCase(
      "nothing is there", .open(),
      [.d1(.notPassed("M1", items: ["D1"], standing: "open")), .d1(.notPassed("M2", items: ["D2"], standing: "open"))]
    ) {
      $0.done()
    },
    RuleCase("one gate is open", .passed(), [.d1(.notPassed("M2", items: ["D2"], standing: "open"))]) { $0.done() },
    RuleCase("one gate is claimed", .passed(), [.d1(.notPassed("M2", items: ["D2"], standing: "claimed"))]) { world in
      world.must(world.claim("M2"))
      return world.done()
    },
    RuleCase("one gate has failed", .passed(), [.d1(.notPassed("M2", items: ["D2"], standing: "failed"))]) { world in
      world.must(world.claim("M2"))
      world.must(world.rule("M2", .fail))
      return world.done()
    },
    RuleCase("one gate is conditional", .passed(), [.d1(.unlifted("M2", condition: "the log is published"))]) { world in
      world.must(world.claim("M2"))
      world.must(world.rule("M2", .conditional))
      return world.done()
    },
    RuleCase("a pass is revoked", .closable(), [.d1(.notPassed("M2", items: ["D2"], standing: "open"))]) { world in
      world.must(world.act("adversary-1", .adversary, .revoke("M2", verdict: world.last)))
      return world.done()
    },
    RuleCase(
      "one of two adversaries is missing", .passed(.usual([.m1(adversaries: 1), .m2], adversaries: 2)),
      [.d1(.notPassed("M2", items: ["D2"], standing: "claimed"))]
    ) { world in
      world.must(world.claim("M2"))
      world.must(world.rule("M2"))
      return world.done()
    },
    RuleCase("V8, a pass is old", old(), [.d1(.stale("M1", [.tooOld(hours: 1, freshness: .seconds(3600))]))]) {
      $0.done()
    },
    RuleCase(
      "V8, the phase file has changed", .closable(),
      [.d1(.stale("M1", [.phaseFileChanged])), .d1(.stale("M2", [.phaseFileChanged]))]
    ) { world in
      world.must(world.file(.usual(), plan: 101))
      return world.done()
    },
    RuleCase("V8, a guarded path has changed", .closable(), [.d1(.stale("M1", [.pathsChanged(["src/a"])]))]) {
      $0.done { $0.drift["M1"] = Drift(paths: ["src/a"]) }
    },
    RuleCase("V8, the plan has changed", .closable(), [.d1(.stale("M2", [.planChanged]))]) {
      $0.done { $0.drift["M2"] = Drift(planChanged: true) }
    },
    RuleCase("it is not known what changed", .closable(), [.d1(.unknownDrift("M2"))]) {
      $0.done { $0.drift["M2"] = nil }
    },
    RuleCase(
      "an item that no gate covers", .closable(),
      [
        .d1(.uncovered("D3")), .d1(.stale("M1", [.phaseFileChanged])), .d1(.stale("M2", [.phaseFileChanged])),
      ]
    ) { world in
      world.must(world.file(.usual(items: ["D1", "D2", "D3"]), plan: 101))
      return world.done()
    },
    RuleCase("a veto", .closable(), [.d1(.veto(8, by: "adversary-2", reason: "because"))]) { world in
      world.must(world.act("adversary-2", .adversary, .veto))
      return world.done()
    },
    RuleCase("a blocking finding", .closable(), [.d1(.finding(.f(1), title: "because"))]) { world in
      world.must(world.act("adversary-2", .adversary, .openFinding(.f(1), nil, .blocking)))
      return world.done()
    },
    RuleCase("a minor finding", .closable()) { world in
      world.must(world.act("adversary-2", .adversary, .openFinding(.f(1), nil, .minor)))
      return world.done()
    },
    RuleCase("a blocking message", .closable(), [.d1(.unread(8, to: .builder, title: "because"))]) { world in
      world.must(world.act("dog", .watchdog, .send(to: .builder, .blocking)))
      return world.done()
    },
    RuleCase("a note", .closable()) { world in
      world.must(world.act("dog", .watchdog, .send(to: .builder, .note)))
      return world.done()
    },
    RuleCase("a waiver in force", waived()) { $0.done() },
    RuleCase("a waiver that has expired", waived(), [.d1(.expiredWaiver("M1", "unit"))]) { world in
      world.clock += 3600
      return world.done()
    },
    RuleCase("a waiver that was renewed", waived()) { world in
      world.clock += 3600
      world.must(world.waive("unit"))
      return world.done()
    },
    RuleCase("another head", .closable(), [.d1(.otherHead(found: 77, expected: 78))]) {
      $0.done { $0.expectedHead = 78 }
    },
    RuleCase("a head that is not there", .closable(), [.c3(.notOnRemote(77))]) { $0.done { $0.subject = .missing } },
    RuleCase("D2, done twice", .done(), [.d2(.done("p", at: Timestamp(seconds: 1_780_000_480)))]) { $0.done() },
    RuleCase("D2, a claim after it", .done(), [.d2(.done("p", at: Timestamp(seconds: 1_780_000_480)))]) {
      $0.claim("M1")
    },
    RuleCase("D2, a revocation after it", .done(), [.d2(.done("p", at: Timestamp(seconds: 1_780_000_480)))]) {
      $0.act("adversary-1", .adversary, .revoke("M1", verdict: 5))
    },
    RuleCase("D2, the operator's file after it", .done(), [.d2(.done("p", at: Timestamp(seconds: 1_780_000_480)))]) {
      $0.file(.usual(), plan: 101)
    },
    RuleCase("D2, a message after it", .done()) { $0.act("builder-1", .builder, .send(to: .operator, .note)) },
    RuleCase("D2, reopened by the operator", .done()) { world in
      world.must(world.act("op", .operator, .reopenPhase))
      #expect(world.phase.stage == .active && world.phase.closed == nil)
      world.must(world.act("adversary-1", .adversary, .revoke("M1", verdict: 5)))
      return []
    },
  ]

  /// M1 was passed an hour and a minute before M2 was.
  private static func old() -> World {
    var world = World.passed(.usual(freshness: .seconds(3600)))
    world.clock += 3500
    world.must(world.claim("M2"))
    world.must(world.rule("M2"))
    return world
  }

  @Test(arguments: cases) func `D1, D2 and V8`(_ situation: RuleCase) { situation.check() }

  @Test func `V8, several votes are as old as the first`() {
    var world = World.claimed(.usual([.m1()], adversaries: 2, freshness: .seconds(3600), items: ["D1"]))
    world.must(world.rule("M1"))
    world.clock += 3550
    world.must(world.rule("M1", by: "adversary-2"))
    #expect(world.done() == [.d1(.stale("M1", [.tooOld(hours: 1, freshness: .seconds(3600))]))])
  }

  @Test func `every stale reason has words`() {
    let reasons: [StaleReason] = [
      .tooOld(hours: 30, freshness: .seconds(86400)), .phaseFileChanged, .planChanged,
      .pathsChanged(["a", "b", "c", "d"]), .datedAhead(Timestamp(seconds: 0)),
    ]
    for reason in reasons { #expect(!reason.description.isEmpty) }
    #expect(reasons[3].description.hasSuffix("a, b, c and 1 more"))
  }
}
