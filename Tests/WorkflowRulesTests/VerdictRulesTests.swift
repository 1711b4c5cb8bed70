import Testing
import WorkflowModel
import WorkflowRules

/// V1, V2, V4 and V5.
@Suite struct `Rules of verdicts` {
  static let answers: [RuleCase] = [
    RuleCase("V1, nothing is claimed", .open(), [.v1(.noOpenClaim("M1"))]) { $0.rule("M1", .fail) },
    RuleCase("V1, what has passed", .passed(), [.v1(.noOpenClaim("M1"))]) { $0.rule("M1", .fail) },
    RuleCase("V1, what is conditional", .conditional(), [.v1(.noOpenClaim("M1"))]) { $0.rule("M1") },
    RuleCase("V1, another claim", .claimed(), [.v1(.otherClaim(found: 3, open: 4))]) { $0.rule("M1") { $0.claim = 3 } },
    RuleCase("V1, another subject", .claimed(), [.v1(.otherSubject(found: 3, claimed: 1003))]) {
      $0.rule("M1") { $0.subject = 3 }
    },
    RuleCase("V1, another phase file", .claimed(), [.v1(.otherChecklist("M1"))]) { $0.rule("M1") { $0.plan = 3 } },
    RuleCase("V1, another checklist", .claimed(), [.v1(.otherChecklist("M1"))]) {
      $0.rule("M1") { $0.checklist = .of("9") }
    },
    RuleCase("V1, a condition on what is not conditional", .claimed(), [.v1(.notConditional("M1"))]) { $0.lift("M1") },
    RuleCase("V1, a condition on another claim", .conditional(), [.v1(.otherClaim(found: 3, open: 4))]) {
      $0.lift("M1", claim: 3)
    },
    RuleCase("V1, the checklist of the claim, not the one in force", .claimed()) { world in
      world.must(world.file(.usual([.m1(checklist: .of("8"), checks: [.unit]), .m2]), plan: 101))
      return world.rule("M1")
    },
    RuleCase("V2, one's own claim", shared(), [.v2(.ownClaim("both"))]) { world in
      world.must(world.claim("M1", by: "both"))
      return world.rule("M1", by: "both")
    },
    RuleCase("V2, FAIL on one's own claim", shared(), [.v2(.ownClaim("both"))]) { world in
      world.must(world.claim("M1", by: "both"))
      return world.rule("M1", .fail, by: "both")
    },
    RuleCase("V2, the condition on one's own claim", shared(), [.v2(.ownClaim("both"))]) { world in
      world.must(world.claim("M1", by: "both"))
      world.must(world.rule("M1", .conditional))
      return world.lift("M1", by: "both")
    },
    RuleCase("V2, a shared principal on another's claim", shared()) { world in
      world.must(world.claim("M1"))
      return world.rule("M1", by: "both")
    },
    RuleCase("V2, PASS on a check that the claimant waived", shared(waivers: .adversary), ownWaiver) { world in
      world.must(world.waived(by: "both"))
      world.must(world.claim("M1", by: "both"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("V2, that the claimant waived after the claim", shared(waivers: .adversary), ownWaiver) { world in
      world.must(world.claim("M1", by: "both"))
      world.must(world.waived(by: "both"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("V2, that the claimant waived under another name", .open(.usual(waivers: .adversary), .ada), ownWaiver) {
      world in
      world.must(world.waived(by: "ada", address: "both@example.org"))
      world.must(world.policy(.both))
      world.must(world.claim("M1", by: "both"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("V2, a condition lifted on a check that the claimant waived", shared(waivers: .adversary), ownWaiver) {
      world in
      world.must(world.waived(by: "both"))
      world.must(world.claim("M1", by: "both"))
      world.must(world.rule("M1", .conditional))
      return world.lift("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("V2, FAIL on a check that the claimant waived", shared(waivers: .adversary)) { world in
      world.must(world.waived(by: "both"))
      world.must(world.claim("M1", by: "both"))
      return world.rule("M1", .fail, { $0.evidence = 9 }, set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("V2, waived by the claimant and by another", shared(waivers: .adversary)) { world in
      world.must(world.waived(by: "adversary-2"))
      world.must(world.waived(by: "both"))
      world.must(world.claim("M1", by: "both"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("V2, waived by a shared principal on another's claim", shared(waivers: .adversary)) { world in
      world.must(world.waived(by: "both"))
      world.must(world.claim("M1"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase(
      "D1, another's waiver has expired, and the claimant renewed it", shared(waivers: .adversary),
      [.d1(.expiredWaiver("M1", "unit"))]
    ) { world in
      world.must(world.waived(by: "adversary-2", for: .seconds(3600)))
      world.must(world.claim("M1", by: "both"))
      world.must(world.rule("M1", set: { $0.set("unit", [.fail, .fail]) }))
      world.must(world.claim("M2", by: "both"))
      world.must(world.rule("M2"))
      world.clock += 3600
      world.must(world.waived(by: "both"))
      return world.done()
    },
    RuleCase("V2, twice the same adversary", .claimed(.usual(adversaries: 2)), [.v2(.ruledAlready("adversary-1"))]) {
      world in
      world.must(world.rule("M1"))
      return world.rule("M1")
    },
    RuleCase("V2, two adversaries", .claimed(.usual(adversaries: 2))) { world in
      world.must(world.rule("M1"))
      #expect(world.word("M1") == "claimed" && world.view().gates[0].votes == 1)
      world.must(world.rule("M1", by: "adversary-2"))
      #expect(world.word("M1") == "passed")
      return []
    },
    RuleCase(
      "V2, the gate's number goes before the phase's", .claimed(.usual([.m1(adversaries: 1), .m2], adversaries: 2))
    ) { world in
      world.must(world.rule("M1"))
      #expect(world.word("M1") == "passed")
      return []
    },
  ]

  static let ownWaiver: [Refusal] = [.v2(.ownWaiver("both", ["unit"]))]

  static func shared(waivers: WaiverAuthority = .operator) -> World {
    .open(.usual(waivers: waivers), .both)
  }

  @Test(arguments: answers) func `V1 and V2, whose claim, and who answers`(_ situation: RuleCase) { situation.check() }

  static let causes: [RuleCase] = [
    RuleCase("FAIL without a cause", .claimed(), [.v4(.failWithoutCause)]) { $0.rule("M1", .fail) { $0.failing = [] } },
    RuleCase("FAIL for an unknown check", .claimed(), [.v4(.notInChecklist(["nothing"]))]) {
      $0.rule("M1", .fail) { $0.failing = ["unit", "nothing"] }
    },
    RuleCase("FAIL for an unknown finding", .claimed(), [.v4(.findingNotOpen([.f(1)]))]) {
      $0.rule("M1", .fail) { ($0.failing, $0.findings) = ([], [.f(1)]) }
    },
    RuleCase("FAIL for a closed finding", .claimed(), [.v4(.findingNotOpen([.f(1)]))]) { world in
      world.must(world.act("adversary-1", .adversary, .openFinding(.f(1), "M1", .blocking)))
      world.must(world.act("adversary-1", .adversary, .closeFinding(.f(1), subject: 5)))
      return world.rule("M1", .fail) { ($0.failing, $0.findings) = ([], [.f(1)]) }
    },
    RuleCase("FAIL for an open finding", .claimed()) { world in
      world.must(world.act("adversary-1", .adversary, .openFinding(.f(1), nil, .minor)))
      return world.rule("M1", .fail) { ($0.failing, $0.findings) = ([], [.f(1)]) }
    },
    RuleCase("FAIL for a check that passed", .claimed(), [.v4(.passedInEvidence(["unit"]))]) {
      $0.rule("M1", .fail) { $0.evidence = 9 }
    },
    RuleCase("FAIL for a check that failed", .claimed()) {
      $0.rule("M1", .fail, { $0.evidence = 9 }, set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("FAIL with a condition", .claimed(), [.v4(.passWithCause(.fail))]) {
      $0.rule("M1", .fail) { $0.condition = "x" }
    },
    RuleCase("CONDITIONAL without a condition", .claimed(), [.v4(.noCondition)]) {
      $0.rule("M1", .conditional) { $0.condition = nil }
    },
    RuleCase("CONDITIONAL", .claimed()) { $0.rule("M1", .conditional) },
    RuleCase("PASS with a failing check", .claimed(), [.v3(.notPassed([FailedCheck(check: "unit", status: .fail)]))]) {
      $0.rule("M1", .pass, { $0.failing = ["unit"] }, set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("PASS with a condition", .claimed(), [.v4(.passWithCause(.pass))]) {
      $0.rule("M1") { $0.condition = "x" }
    },
    RuleCase("PASS over a blocking finding", .claimed(), [.v4(.openBlockers([.f(1)]))]) { world in
      world.must(world.act("adversary-2", .adversary, .openFinding(.f(1), "M1", .blocking)))
      return world.rule("M1")
    },
    RuleCase("PASS over a minor finding", .claimed()) { world in
      world.must(world.act("adversary-2", .adversary, .openFinding(.f(1), "M1", .minor)))
      return world.rule("M1")
    },
    RuleCase("a condition lifted over a blocking finding", .conditional(), [.v4(.openBlockers([.f(1)]))]) { world in
      world.must(world.act("adversary-2", .adversary, .openFinding(.f(1), "M1", .blocking)))
      return world.lift("M1")
    },
  ]

  @Test(arguments: causes) func `V4, a cause`(_ situation: RuleCase) { situation.check() }

  static let probes: [RuleCase] = [
    RuleCase("no probe is accounted for", probed(), [.v5(.unaccounted(["P1", "P2"]))]) { $0.rule("M1") },
    RuleCase("one is not accounted for", probed(), [.v5(.unaccounted(["P2"]))]) {
      $0.rule("M1", .fail, account(["P1": .held]))
    },
    RuleCase("all are accounted for", probed()) { $0.rule("M1", .pass, account(["P1": .held, "P2": .notTried])) },
    RuleCase("an unknown probe", .claimed(), [.v5(.unknown(["P1"]))]) { $0.rule("M1", .pass, account(["P1": .held])) },
    RuleCase("a probe twice", probed(), [.v5(.repeated(["P1"]))]) { world in
      world.rule("M1") { draft in
        draft.probes = ["P1", "P1", "P2"].map { ProbeAccount(id: $0, result: .held, note: "") }
      }
    },
    RuleCase("PASS where a probe broke it", probed(), [.v5(.brokeAndPassed(["P2"]))]) {
      $0.rule("M1", .pass, account(["P1": .held, "P2": .broke]))
    },
    RuleCase("FAIL where a probe broke it", probed()) { $0.rule("M1", .fail, account(["P1": .held, "P2": .broke])) },
    RuleCase("probes after the claim", .claimed(), [.v5(.tooLate("M1"))]) {
      $0.act("adversary-1", .adversary, probe("P1"))
    },
    RuleCase("probes on a condition", .conditional(), [.v5(.tooLate("M1"))]) {
      $0.act("adversary-1", .adversary, probe("P1"))
    },
    RuleCase("the same probe again", probed(claimed: false), [.v5(.repeated(["P1"]))]) {
      $0.act("adversary-2", .adversary, probe("P1"))
    },
    RuleCase("no probe at all", .open(), [.v5(.repeated([]))]) {
      $0.act("adversary-2", .adversary, .registerProbes("M1", []))
    },
    RuleCase("probes of another gate", probed()) { world in
      world.must(world.rule("M1", .pass, account(["P1": .held, "P2": .held])))
      world.must(world.claim("M2"))
      return world.rule("M2")
    },
  ]

  static func probe(_ id: ProbeID) -> Act { .registerProbes("M1", [Probe(id: id, text: "try")]) }

  static func account(_ results: [ProbeID: ProbeResult]) -> (inout VerdictDraft) -> Void {
    { $0.probes = results.sorted { $0.key < $1.key }.map { ProbeAccount(id: $0.key, result: $0.value, note: "") } }
  }

  static func probed(claimed: Bool = true) -> World {
    var world = World.open()
    world.must(world.act("adversary-1", .adversary, probe("P1")))
    world.must(world.act("adversary-2", .adversary, probe("P2")))
    if claimed { world.must(world.claim("M1")) }
    return world
  }

  @Test(arguments: probes) func `V5, probes`(_ situation: RuleCase) { situation.check() }
}

extension Policy {
  fileprivate static let both = usual.with(
    Principal(name: "both", address: "both@example.org", roles: [.builder, .adversary]), sharing: .shared)
  fileprivate static let ada = usual.with(Principal(name: "ada", address: "both@example.org", roles: [.adversary]))
}
