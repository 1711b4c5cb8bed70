import Ledgers
import Testing
import WorkflowModel
import WorkflowRules

/// Attempts to make a gate look passed, or a phase done, without cold evidence of another principal.
@Suite struct `Attempts to pass without another's evidence` {
  private static func principal(_ name: PrincipalName, _ address: String, _ roles: [Role], key: String? = nil)
    -> Principal
  {
    Principal(name: name, address: address, roles: roles, key: key)
  }

  static let cases: [RuleCase] = [
    RuleCase("the claimant under a new name, with the old address", .claimed(), [.v2(.ownClaim("builder-1"))]) {
      world in
      world.must(
        world.policy(Policy.usual.with(principal("new", "Builder-1@Example.org", [.adversary]), without: ["builder-1"]))
      )
      return world.rule("M1", by: "new", address: "builder-1@example.org")
    },
    RuleCase("the claimant with a new address, under the old name", .claimed(), [.v2(.ownClaim("builder-1"))]) {
      world in
      world.must(world.policy(Policy.usual.with(principal("builder-1", "new@example.org", [.adversary]))))
      return world.rule("M1", by: "builder-1", address: "new@example.org")
    },
    RuleCase("the claimant under the old name in capitals", .claimed(), [.v2(.ownClaim("builder-1"))]) { world in
      world.must(
        world.policy(Policy.usual.with(principal("BUILDER-1", "new@example.org", [.adversary]), without: ["builder-1"]))
      )
      return world.rule("M1", by: "BUILDER-1", address: "new@example.org")
    },
    RuleCase("the claimant's key under a new name and address", .claimed(), [.v2(.ownClaim("builder-1"))]) { world in
      world.must(
        world.policy(
          Policy.usual.with(
            principal("new", "new@example.org", [.adversary], key: "ssh-ed25519 B1 two"), without: ["builder-1"])))
      return world.rule("M1", by: "new")
    },
    RuleCase("the same for a condition", .conditional(), [.v2(.ownClaim("builder-1"))]) { world in
      world.must(
        world.policy(
          Policy.usual.with(
            principal("new", "new@example.org", [.adversary], key: "ssh-ed25519 B1"), without: ["builder-1"])))
      return world.lift("M1", by: "new")
    },
    RuleCase("a second vote under a new name", .claimed(.usual(adversaries: 2)), [.v2(.ruledAlready("adversary-1"))]) {
      world in
      world.must(world.rule("M1"))
      world.must(
        world.policy(
          Policy.usual.with(principal("new", "adversary-1@example.org", [.adversary]), without: ["adversary-1"])))
      return world.rule("M1", by: "new", address: "adversary-1@example.org")
    },
    RuleCase("a second vote with the same key", .claimed(.usual(adversaries: 2)), [.v2(.ruledAlready("adversary-1"))]) {
      world in
      world.must(world.rule("M1"))
      world.must(
        world.policy(
          Policy.usual.with(
            principal("new", "new@example.org", [.adversary], key: "ssh-ed25519 A1 two"), without: ["adversary-1"])))
      return world.rule("M1", by: "new")
    },
    RuleCase(
      "a second vote by lifting a condition", .claimed(.usual(adversaries: 2)), [.v2(.ruledAlready("adversary-1"))]
    ) { world in
      world.must(world.rule("M1"))
      world.must(world.rule("M1", .conditional, by: "adversary-2"))
      return world.lift("M1", by: "adversary-1")
    },
    RuleCase("fewer adversaries, once a claim stands", .claimed(.usual(adversaries: 2))) { world in
      world.must(world.file(.usual(adversaries: 1), plan: 101))
      world.must(world.rule("M1"))
      #expect(world.word("M1") == "claimed")
      return []
    },
    RuleCase("an easier checklist, once a claim stands", .claimed(), [.v3(.missing(["teeth", "blast"]))]) { world in
      world.must(world.file(.usual([.m1(checklist: .of("8"), checks: [.unit]), .m2]), plan: 101))
      return world.rule("M1", set: { $0.outcomes.removeAll { $0.check != "unit" } })
    },
    RuleCase("the builder's easier file after the operator opened it", .open(), [.r1(.phaseIsOpen("p"))]) {
      $0.file(.usual([.m1(checklist: .of("8"), checks: [.unit]), .m2]), plan: 101, by: "builder-1", .builder)
    },
    RuleCase(
      "the builder's easier file between two readings of the operator", .declared(),
      [.r6(.otherPlan(found: 100, inForce: 101))]
    ) {
      world in
      world.must(world.file(.usual([.m1(checks: [.unit]), .m2]), plan: 101, by: "builder-1", .builder))
      return world.act("op", .operator, .openPhase(plan: 100))
    },
    RuleCase("a waiver by the builder", .claimed(), [.r1(.roleMayNot(.builder, .waiver, who: [.operator]))]) {
      $0.act("builder-1", .builder, .waive("M1", "unit", expires: $0.now + .seconds(60)))
    },
    RuleCase("the builder's own evidence in a claim", .open()) { world in
      world.must(world.claim("M1") { $0.evidence = 900 })
      #expect(world.word("M1") == "claimed")
      return []
    },
    RuleCase(
      "the evidence of the claim before", .claimed(),
      [.v3(.ofOther(what: "claim", found: "000000000000", expected: "000000000000"))]
    ) { world in
      let old = world.evidence("M1", by: "adversary-1")
      world.must(world.act("builder-1", .builder, .withdraw("M1", claim: world.last)))
      world.must(world.claim("M1"))
      return world.act("adversary-1", .adversary, .rule(world.verdict("M1", .pass).verdict)) {
        if let old { $0.evidence = .read(old) }
      }
    },
    RuleCase("a revoked pass, revived by the claim's number", .passed(), [.v1(.noOpenClaim("M1"))]) { world in
      let verdict = world.verdict("M1", .pass)
      world.must(world.act("adversary-2", .adversary, .revoke("M1", verdict: world.last)))
      return world.act("adversary-1", .adversary, .rule(verdict.verdict))
    },
    RuleCase("the first vote survives no withdrawal", .claimed(.usual(adversaries: 2))) { world in
      world.must(world.rule("M1"))
      world.must(world.act("builder-1", .builder, .withdraw("M1", claim: world.standing("M1").claim?.record ?? 0)))
      world.must(world.claim("M1"))
      world.must(world.rule("M1", by: "adversary-2"))
      #expect(world.word("M1") == "claimed")
      return []
    },
    RuleCase("a condition's votes survive no withdrawal", .conditional(), [.v1(.noOpenClaim("M1"))]) { world in
      world.must(world.act("builder-1", .builder, .withdraw("M1", claim: world.standing("M1").claim?.record ?? 0)))
      return world.lift("M1")
    },
    RuleCase("a phase without items and gates", .open(.usual([], items: [])), [.d1(.nothingDeclared)]) { $0.done() },
  ]

  @Test(arguments: cases) func `each is refused, or comes to nothing`(_ situation: RuleCase) { situation.check() }
}
