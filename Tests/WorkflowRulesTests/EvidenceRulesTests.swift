import Testing
import WorkflowModel
import WorkflowRules

/// V3: what has to be true of the evidence that a PASS rests on.
@Suite struct `Rules of evidence` {
  private static func of(_ what: String, _ found: String, _ expected: String) -> [Refusal] {
    [.v3(.ofOther(what: what, found: found, expected: expected))]
  }

  private static func failed(_ check: CheckID, _ status: CheckStatus) -> [Refusal] {
    [.v3(.notPassed([FailedCheck(check: check, status: status)]))]
  }

  private static let zeros = "000000000000"

  /// How a set is spoiled, and what has to be said then.
  static let spoilings: [(String, [Refusal], @Sendable (inout SetDraft) -> Void)] = [
    ("whole", [], { _ in }),
    ("of another phase", of("phase", "q", "p"), { $0.phase = "q" }),
    ("of another gate", of("gate", "M2", "M1"), { $0.gate = "M2" }),
    ("of another claim", of("claim", zeros, zeros), { $0.claim = 3 }),
    ("of another subject", of("subject", zeros, zeros), { $0.subject = 3 }),
    ("of another phase file", of("phase file", zeros, zeros), { $0.plan = 3 }),
    ("of another checklist", of("checklist", Digest.of("9").hex, Digest.of("1").hex), { $0.checklist = .of("9") }),
    ("of another collector", of("collector", "adversary-2", "adversary-1"), { $0.collector = "adversary-2" }),
    ("of the builder", of("collector", "builder-1", "adversary-1"), { $0.collector = "builder-1" }),
    ("in another role", of("role", "builder", "adversary"), { $0.role = .builder }),
    ("warm", [.v3(.notCold)], { $0.workspace = .warm }),
    // Clocks differ between machines; the claim's id in the set is what proves that it came after.
    ("begun before the claim by its own clock", [], { $0.started = Timestamp(seconds: 1) }),
    ("begun with the claim", [], { $0.started = Timestamp(seconds: 1_780_000_240) }),
    ("empty", [.v3(.missing(["unit", "teeth", "blast"]))], { $0.outcomes = [] }),
    ("without a check", [.v3(.missing(["teeth"]))], { $0.outcomes.removeAll { $0.check == "teeth" } }),
    ("without an instance", [.v3(.missing(["blast"]))], { $0.outcomes.removeLast() }),
    ("with an instance twice", [.v3(.missing(["blast"]))], { draft in draft.outcomes.append(draft.outcomes[3]) }),
    ("with one instance for the other", [.v3(.missing(["blast"]))], { $0.outcomes[3] = $0.outcomes[2] }),
    (
      "with an instance that is not asked", [.v3(.missing(["blast"]))],
      { $0.outcomes[3] = CheckOutcome("blast", [MatrixValue(axis: "r", value: "other")], [.pass]) }
    ),
    ("without a repeat", [.v3(.missing(["unit"]))], { $0.set("unit", [.pass]) }),
    ("with a repeat more", [.v3(.missing(["unit"]))], { $0.set("unit", [.pass, .pass, .pass]) }),
    ("without runs", [.v3(.missing(["unit"]))], { $0.set("unit", [], saying: .pass) }),
    (
      "with a check that is not asked", [.v3(.unknown(["extra"]))],
      { $0.outcomes.append(CheckOutcome("extra", [], [.pass])) }
    ),
    ("with a failure", failed("unit", .fail), { $0.set("unit", [.fail, .fail]) }),
    ("with an error", failed("unit", .error), { $0.set("unit", [.error, .error]) }),
    ("with an error among passes", failed("unit", .error), { $0.set("unit", [.pass, .error]) }),
    ("with a flaky check", failed("unit", .flaky), { $0.set("unit", [.pass, .fail]) }),
    ("with a control that did not fail", failed("teeth", .fail), { $0.set("teeth", [.fail]) }),
    ("with a control in error", failed("teeth", .error), { $0.set("teeth", [.error]) }),
    ("that says pass where runs failed", failed("unit", .fail), { $0.set("unit", [.fail, .fail], saying: .pass) }),
    (
      "that says pass where repeats disagree", failed("unit", .flaky),
      { $0.set("unit", [.pass, .fail], saying: .pass) }
    ),
    (
      "that says waived, and nobody waived", failed("unit", .waived),
      { $0.set("unit", [.pass, .pass], saying: .waived) }
    ),
    ("that says error where runs passed", failed("unit", .error), { $0.set("unit", [.pass, .pass], saying: .error) }),
    ("with waived runs that nobody waived", failed("unit", .waived), { $0.set("unit", [.waived, .waived]) }),
    (
      "with one failing instance", failed("blast", .fail),
      { $0.outcomes[3] = CheckOutcome("blast", $0.outcomes[3].instance, [.fail]) }
    ),
  ]

  @Test(arguments: spoilings.indices) func `V3, a set for PASS and for a lifted condition`(_ index: Int) {
    let (name, expected, spoil) = Self.spoilings[index]
    RuleCase(name, .claimed(), expected) { $0.rule("M1", set: spoil) }.check()
    RuleCase("\(name), lifted", .conditional(), expected) { $0.lift("M1", set: spoil) }.check()
  }

  static let cases: [RuleCase] = [
    RuleCase("PASS that cites nothing", .claimed(), [.v3(.none)]) { $0.rule("M1") { $0.evidence = nil } },
    RuleCase("PASS that cites nothing, where a set was read", .claimed(), [.v3(.none)]) { world in
      var draft = world.verdict("M1", .pass)
      draft.evidence = nil
      let set = world.evidence("M1", by: "adversary-1")
      return world.act("adversary-1", .adversary, .rule(draft.verdict)) { if let set { $0.evidence = .read(set) } }
    },
    RuleCase("PASS whose set nobody read", .claimed(), [.v3(.none)]) { world in
      world.act("adversary-1", .adversary, .rule(world.verdict("M1", .pass).verdict))
    },
    RuleCase("PASS whose set cannot be read", .claimed(), [.v3(.unreadable("a digest is wrong"))]) { world in
      world.act("adversary-1", .adversary, .rule(world.verdict("M1", .pass).verdict)) {
        $0.evidence = .unreadable("a digest is wrong")
      }
    },
    RuleCase("FAIL whose set cannot be read", .claimed(), [.v3(.unreadable("a digest is wrong"))]) { world in
      var draft = world.verdict("M1", .fail)
      draft.evidence = 9
      return world.act("adversary-1", .adversary, .rule(draft.verdict)) {
        $0.evidence = .unreadable("a digest is wrong")
      }
    },
    RuleCase("FAIL with another's set", .claimed(), of("collector", "adversary-2", "adversary-1")) {
      $0.rule("M1", .fail, { $0.evidence = 9 }) { draft in
        draft.collector = "adversary-2"
        draft.set("unit", [.fail, .fail])
      }
    },
    RuleCase("FAIL with half a set", .claimed()) {
      $0.rule("M1", .fail, { $0.evidence = 9 }, set: { $0.outcomes = [CheckOutcome("unit", [], [.fail])] })
    },
    RuleCase("a condition lifted without a set", .conditional(), [.v3(.none)]) {
      $0.lift("M1", facts: { $0.evidence = .notAsked })
    },
    RuleCase("a condition lifted with one", .conditional()) { $0.lift("M1") },
    RuleCase(
      "a condition lifted with the set that the CONDITIONAL cited", .claimed(), [.v3(.citedAlready(nonce: "once"))]
    ) { world in
      world.must(world.rule("M1", .conditional, { $0.evidence = 9 }, set: { $0.nonce = "once" }))
      return world.lift("M1", set: { $0.nonce = "once" })
    },
    RuleCase("PASS with the nonce of an older claim's set", .claimed(), [.v3(.citedAlready(nonce: "once"))]) { world in
      world.must(
        world.rule(
          "M1", .fail, { $0.evidence = 9 },
          set: { draft in
            draft.nonce = "once"
            draft.set("unit", [.fail, .fail])
          }))
      world.must(world.claim("M1"))
      return world.rule("M1", set: { $0.nonce = "once" })
    },
    RuleCase("a failing check, waived", .claimed()) { world in
      world.must(world.waive("unit"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("a flaky check, waived", .claimed()) { world in
      world.must(world.waive("unit"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .pass]) })
    },
    RuleCase("an error, waived", .claimed()) { world in
      world.must(world.waive("unit"))
      return world.rule("M1", set: { $0.set("unit", [.error, .error]) })
    },
    RuleCase("a control, waived", .claimed()) { world in
      world.must(world.waive("teeth"))
      return world.rule("M1", set: { $0.set("teeth", [.fail]) })
    },
    RuleCase("another check is waived", .claimed(), failed("unit", .fail)) { world in
      world.must(world.waive("teeth"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("the same check of another gate is waived", .claimed(), failed("unit", .fail)) { world in
      world.must(world.waive("unit", on: "M2"))
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("a waiver that has expired", .claimed(), failed("unit", .fail)) { world in
      world.must(world.waive("unit", for: .seconds(119)))
      world.clock += 60
      return world.rule("M1", set: { $0.set("unit", [.fail, .fail]) })
    },
    RuleCase("a waiver does not stand for an answer", .claimed(), [.v3(.missing(["unit"]))]) { world in
      world.must(world.waive("unit"))
      return world.rule("M1", set: { $0.outcomes.removeAll { $0.check == "unit" } })
    },
    RuleCase("two failures, one waived", .claimed(), failed("blast", .fail)) { world in
      world.must(world.waive("unit"))
      return world.rule(
        "M1",
        set: { draft in
          draft.set("unit", [.fail, .fail])
          draft.outcomes[3] = CheckOutcome("blast", draft.outcomes[3].instance, [.fail])
        })
    },
  ]

  @Test(arguments: cases) func `V3, citing and waiving`(_ situation: RuleCase) { situation.check() }
}
