import Testing
import WorkflowModel
import WorkflowRules

/// C1 to C6, and V7.
@Suite struct `Rules of claims` {
  static let cases: [RuleCase] = [
    RuleCase("C1, an unknown phase", .open(), [.c1(.unknownPhase("q", known: ["p"]))]) {
      $0.act("builder-1", .builder, .claim($0.draft("M1").claim), in: "q")
    },
    RuleCase("C1, a declared phase", .declared(), [.c1(.notOpen("p"))]) { $0.claim("M1") },
    RuleCase("C1, an unknown gate", .open(), [.c1(.unknownGate("M3", "p", declared: ["M1", "M2"]))]) { $0.claim("M3") },
    RuleCase("C1, part of a gate's name", .open(), [.c1(.unknownGate("M", "p", declared: ["M1", "M2"]))]) {
      $0.claim("M")
    },
    RuleCase("C1, a gate in other case", .open(), [.c1(.unknownGate("m1", "p", declared: ["M1", "M2"]))]) {
      $0.claim("m1")
    },
    RuleCase("C1, a finding on an unknown gate", .open(), [.c1(.unknownGate("M3", "p", declared: ["M1", "M2"]))]) {
      $0.act("adversary-1", .adversary, .openFinding(.f(1), "M3", .minor))
    },
    RuleCase("C1, withdrawing from a gate that is gone", .claimed()) { world in
      let claim = world.last
      world.must(world.file(.usual([.m2], items: ["D2"]), plan: 101))
      return world.act("builder-1", .builder, .withdraw("M1", claim: claim))
    },
    RuleCase("C1, decisions and messages need no open phase", .declared()) { $0.act("builder-1", .builder, .decide) },
    RuleCase("C2, an unmet need", .open(), [.c2(.notPassed("M2", needs: ["M1"]))]) { $0.claim("M2") },
    RuleCase("C2, a need that is only claimed", .claimed(), [.c2(.notPassed("M2", needs: ["M1"]))]) { $0.claim("M2") },
    RuleCase("C2, a need that is conditional", .conditional(), [.c2(.notPassed("M2", needs: ["M1"]))]) {
      $0.claim("M2")
    },
    RuleCase("C2, a need that is revoked", .passed(), [.c2(.notPassed("M2", needs: ["M1"]))]) { world in
      world.must(world.act("adversary-1", .adversary, .revoke("M1", verdict: world.last)))
      return world.claim("M2")
    },
    RuleCase("C2, a met need", .passed()) { $0.claim("M2") },
    RuleCase("C3, a dirty working tree", .open(), [.c3(.dirty(["a", "b"]))]) {
      $0.claim("M1", facts: { $0.workingTree = .dirty(["a", "b"]) })
    },
    RuleCase("C3, a subject that nobody pushed", .open(), [.c3(.notOnRemote(5))]) {
      $0.claim("M1", { $0.subject = 5 }, facts: { $0.subject = .missing })
    },
    RuleCase("C3, a subject that nobody asked about", .open(), [.c3(.notOnRemote(5))]) {
      $0.claim("M1", { $0.subject = 5 }, facts: { $0.subject = .notAsked })
    },
    RuleCase("C3, both", .open(), [.c3(.dirty(["a"])), .c3(.notOnRemote(5))]) {
      $0.claim("M1", { $0.subject = 5 }, facts: { ($0.workingTree, $0.subject) = (.dirty(["a"]), .missing) })
    },
    RuleCase("C3, a clean working tree", .open()) { $0.claim("M1", facts: { $0.workingTree = .clean }) },
    RuleCase("C4, nothing said", .open(), ["WHAT", "HOW", "EXPECTED", "WHERE"].map { .c4(.missing(part: $0)) }) {
      $0.claim("M1") { ($0.what, $0.how, $0.expected, $0.place) = ("", " \n", "\t", "\u{A0}") }
    },
    RuleCase("C4, a check that HOW does not name", .open(), [.c4(.uncovered(["teeth", "blast"]))]) {
      $0.claim("M1") { $0.how = "run unit, then teethed and blast-radius" }
    },
    RuleCase("C4, every check by name", .open()) { $0.claim("M1") { $0.how = "`unit`, teeth.\nthen: (blast)" } },
    RuleCase("C4, another gate's collection", .open(), [.c4(.uncovered(["unit", "teeth", "blast"]))]) {
      $0.claim("M1") { $0.how = "assay collect M10" }
    },
    RuleCase("C4, the collection at the end of a sentence", .open()) {
      $0.claim("M1") { $0.how = "Run assay collect M1." }
    },
    RuleCase("C5, a second claim", .claimed(), [.c5(.claimed("M1", by: "builder-1", record: 4))]) {
      $0.claim("M1", by: "builder-2")
    },
    RuleCase("C5, a claim on a condition", .conditional(), [.c5(.claimed("M1", by: "builder-1", record: 4))]) {
      $0.claim("M1")
    },
    RuleCase("C5, the subject that failed", failed(), [.c5(.sameSubject(5))]) { $0.claim("M1") { $0.subject = 5 } },
    RuleCase("C5, the subject that failed, with a reason", failed()) {
      $0.claim("M1") { ($0.subject, $0.again) = (5, "the runner was down") }
    },
    RuleCase("C5, another subject", failed()) { $0.claim("M1") { $0.subject = 6 } },
    RuleCase("C5, the subject that failed, after a withdrawal", failed(), [.c5(.sameSubject(5))]) { world in
      world.must(world.claim("M1") { $0.subject = 6 })
      world.must(world.act("builder-1", .builder, .withdraw("M1", claim: world.last)))
      return world.claim("M1") { $0.subject = 5 }
    },
    RuleCase("C5, the subject that failed, after another passed", failed(), [.c5(.sameSubject(5))]) { world in
      world.must(world.claim("M1") { $0.subject = 6 })
      world.must(world.rule("M1"))
      return world.claim("M1") { $0.subject = 5 }
    },
    RuleCase("C5, the subject that failed and has passed since, its pass stale", failed()) { world in
      world.must(world.claim("M1") { ($0.subject, $0.again) = (5, "the runner was down") })
      world.must(world.rule("M1"))
      world.clock += 100_000
      return world.claim("M1") { $0.subject = 5 }
    },
    RuleCase("C5, the subject that failed, after the operator reopened the gate", escalated(), [.c5(.sameSubject(7))]) {
      world in
      world.must(world.act("op", .operator, .reopenGate("M1")))
      return world.claim("M1") { $0.subject = 7 }
    },
    RuleCase("C5, what has passed", .passed(), [.c5(.passed("M1", record: 4))]) { world in
      let subject = world.standing("M1").claim?.claim.subject ?? 0
      return world.claim("M1") { $0.subject = subject }
    },
    RuleCase("C5, what has passed, with a reason", .passed()) { world in
      let subject = world.standing("M1").claim?.claim.subject ?? 0
      return world.claim("M1") { ($0.subject, $0.again) = (subject, "its waiver has expired") }
    },
    RuleCase("C5, what passed long ago", .passed()) { world in
      let subject = world.standing("M1").claim?.claim.subject ?? 0
      world.clock += 90_000
      return world.claim("M1") { $0.subject = subject }
    },
    RuleCase("C6, another phase file", .open(), [.c6(.otherPlan(found: 99, inForce: 100))]) {
      $0.claim("M1") { $0.plan = 99 }
    },
    RuleCase("C6, another checklist", .open(), [.c6(.otherChecklist("M1"))]) {
      $0.claim("M1") { $0.checklist = .of("9") }
    },
    RuleCase("V7, an escalated gate", escalated(), [.v7(.escalated("M1", rounds: 3))]) { $0.claim("M1") },
  ]

  /// M1 has failed once, on subject 5.
  static func failed() -> World {
    var world = World.open()
    world.must(world.claim("M1") { $0.subject = 5 })
    world.must(world.rule("M1", .fail))
    return world
  }

  /// M1 has failed as often as it may, on subjects 5 to 7.
  static func escalated() -> World {
    var world = failed()
    for subject in [6, 7] as [ObjectID] {
      world.must(world.claim("M1") { $0.subject = subject })
      world.must(world.rule("M1", .fail))
    }
    return world
  }

  @Test(arguments: cases) func `C1 to C6, and V7`(_ situation: RuleCase) { situation.check() }

  @Test(arguments: [
    "todo", "TODO", "TBD.", "n/a", "-", "...", "…", "?", "<fill in>", "[what]", "Not yet.", "  pending ", "!!!", "WHAT",
    "to be done", "TODO: write this", "FIXME later", "TBD, see the plan", "\u{3164}\u{3164}", "\u{2800}",
  ])
  func `C4, these are placeholders`(_ text: String) {
    var world = World.open()
    let refusals = world.claim("M1") { $0.expected = text }
    guard refusals.count == 1, case .c4(.placeholder("EXPECTED", _))? = refusals.first else {
      Issue.record("\(refusals)")
      return
    }
  }

  @Test(arguments: ["0", "7 tests", "no output", "the todo list has 3 items", "名前", "Todo is empty", "exit 0"])
  func `C4, these are none`(_ text: String) {
    var world = World.open()
    #expect(world.claim("M1") { $0.expected = text }.isEmpty)
  }
}
