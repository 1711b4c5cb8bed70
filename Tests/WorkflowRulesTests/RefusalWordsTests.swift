import Ledgers
import Testing
import WorkflowModel
import WorkflowRules

/// What people read when they are refused.
@Suite struct `Words of refusals` {
  private static let evil = "\u{1B}[2J\u{202E}x\ny"
  private static let time = Timestamp(seconds: 0)

  static let samples: [(RuleID, [Refusal])] = [
    (
      .r1,
      [
        .r1(.unknownAddress(evil)), .r1(.otherName("a", address: evil, belongsTo: "b")),
        .r1(.roleNotHeld("a", .builder, holds: [])), .r1(.roleMayNot(.builder, .verdict, who: [.adversary])),
        .r1(.phaseIsOpen("p")), .r1(.notTheIssuer("a", issuer: "b")),
        .r1(.notTheAddressee(.builder, addressee: .operator)), .r1(.unsigned), .r1(.badSignature("it does not hold")),
        .r1(.unknownKey("ssh-ed25519 AAAA")), .r1(.otherKey("ada", belongsTo: "bob")),
        .r1(.otherAddress("a@b", "bob", its: "c@d")),
      ]
    ),
    (
      .r2,
      [
        .r2(.rewritten(path: evil)), .r2(.removed(path: evil)), .r2(.secondCopy(path: evil, of: "STATUS-p.md")),
        .r2(.notAFile(path: evil)),
      ]
    ),
    (
      .r3,
      [
        .r3(.malformed(.subject(evil))), .r3(.parents(2)), .r3(.touchesElsewhere([evil])),
        .r3(.otherChange(path: evil)),
        .r3(.damaged(.missing("x"))), .r3(.plainTouches([evil])), .r3(.unknownReference("x")),
        .r3(.alreadySettled("x")),
        .r3(.wrongNumber(found: "1", expected: "2")),
      ]
    ),
    (.r4, [.r4(.forked(after: nil)), .r4(.forked(after: 1)), .r4(.movedTwice(branch: evil))]),
    (.r5, [.r5(.rewound(branch: evil, seen: 1, found: nil)), .r5(.rewound(branch: evil, seen: 1, found: 2))]),
    (
      .r6,
      [
        .r6(.otherPlan(found: 1, inForce: 2)), .r6(.unreadableFile("x")), .r6(.unreadablePolicy("x")),
        .r6(.otherPhase(found: "p", expected: "q")),
        .r6(.ledgersMoved(from: "a", to: "b")),
      ]
    ),
    (.r7, [.r7(.notFounded), .r7(.alreadyFounded(1)), .r7(.otherFounding(found: nil, pinned: 1))]),
    (
      .c1,
      [
        .c1(.unknownPhase("p", known: [])), .c1(.notOpen("p")), .c1(.unknownGate("M1", "p", declared: ["M2"])),
      ]
    ),
    (.c2, [.c2(.notPassed("M2", needs: ["M1"])), .c2(.notPassed("M2", needs: []))]),
    (.c3, [.c3(.dirty([evil, "b", "c", "d", "e", "f"])), .c3(.notOnRemote(1))]),
    (.c4, [.c4(.missing(part: "HOW")), .c4(.placeholder(part: "HOW", text: evil)), .c4(.uncovered(["unit"]))]),
    (.c5, [.c5(.claimed("M1", by: "a", record: 1)), .c5(.sameSubject(1)), .c5(.passed("M1", record: 1))]),
    (.c6, [.c6(.otherPlan(found: 1, inForce: 2)), .c6(.otherChecklist("M1"))]),
    (
      .v1,
      [
        .v1(.noOpenClaim("M1")), .v1(.otherClaim(found: 1, open: 2)), .v1(.otherSubject(found: 1, claimed: 2)),
        .v1(.otherChecklist("M1")),
      ]
    ),
    (.v2, [.v2(.ownWaiver("a", ["unit"])), .v2(.ownClaim("a")), .v2(.ruledAlready("a"))]),
    (
      .v3,
      [
        .v3(.none), .v3(.unreadable("x")), .v3(.ofOther(what: "gate", found: "a", expected: "b")), .v3(.notCold),
        .v3(.unsigned), .v3(.badSignature(evil)), .v3(.otherKey(evil, "ada")),
        .v3(.missing(["unit"])), .v3(.unknown(["unit"])),
        .v3(.notPassed([FailedCheck(check: "unit", status: .flaky)])),
        .v3(.notApproved([ProgramUse(check: "unit", metadata: evil, digest: nil)])),
      ]
    ),
    (
      .v4,
      [
        .v4(.failWithoutCause), .v4(.notInChecklist(["x"])), .v4(.passedInEvidence(["x"])),
        .v4(.findingNotOpen([.f(1)])), .v4(.noCondition), .v4(.passWithCause(.pass)), .v4(.openBlockers([.f(1)])),
      ]
    ),
    (
      .v5,
      [
        .v5(.unaccounted(["P1"])), .v5(.unknown(["P1"])), .v5(.repeated(["P1"])), .v5(.brokeAndPassed(["P1"])),
        .v5(.tooLate("M1")),
      ]
    ),
    (
      .v6,
      [
        .v6(.plain("p")), .v6(.open("p")), .v6(.malformed("it is odd")), .v6(.keyIsDue("M1", seal: .of("1"))),
        .v6(.keyIsDue(nil, seal: .of("1"))), .v6(.keyIsOut(seal: .of("1"))),
        .v6(.doesNotOpen(entry: 1, "a", why: evil)),
        .v6(.otherSeal("a", nil, seal: .of("1"))), .v6(.notRuledOn("M1")), .v6(.notRuledOn(nil)),
        .v6(.unknownKey("a", "M1")), .v6(.beforeClosing(.veto(1, by: "a", reason: evil))),
      ]
    ),
    (.v7, [.v7(.escalated("M1", rounds: 3))]),
    (
      .d1,
      [
        .d1(.notPassed("M1", items: [], standing: "open")), .d1(.stale("M1", [.pathsChanged([evil])])),
        .d1(.unknownDrift("M1")), .d1(.uncovered("D1")), .d1(.nothingDeclared), .d1(.unlifted("M1", condition: evil)),
        .d1(.veto(1, by: "a", reason: evil)), .d1(.finding(.f(1), title: evil)), .d1(.expiredWaiver("M1", "unit")),
        .d1(.unread(1, to: .builder, title: evil)), .d1(.otherHead(found: 1, expected: 2)),
        .d1(.sealed("a", "M1", seal: .of("1"))), .d1(.sealed("a", nil, seal: .of("1"))),
      ]
    ),
    (.d2, [.d2(.done("p", at: time))]),
    (
      .p1, [.p1(.changed([evil, "b"], branch: evil, until: "M1", "p")), .p1(.deleted(branch: evil, until: "M1", "p"))]
    ),
  ]

  @Test func `every rule has samples`() { #expect(Set(Self.samples.map(\.0)) == Set(RuleID.allCases)) }

  @Test(arguments: samples.indices) func `a refusal names its rule, what was found, and what mends it`(_ index: Int) {
    let (rule, refusals) = Self.samples[index]
    for refusal in refusals {
      #expect(refusal.rule == rule)
      for text in [refusal.found, refusal.mend] {
        #expect(!text.isEmpty && !text.hasSuffix(".") && !text.hasSuffix(" "), "\(text)")
        #expect(InertText.line(text) == text, "\(text.debugDescription)")
      }
    }
  }

  @Test func `the rules have the contract's numbers`() {
    #expect(
      RuleID.allCases.map(\.rawValue) == [
        "R1", "R2", "R3", "R4", "R5", "R6", "R7", "C1", "C2", "C3", "C4", "C5", "C6", "V1", "V2", "V3", "V4", "V5",
        "V6", "V7",
        "D1", "D2",
        // Ours, for what a phase file protects.
        "P1",
      ])
  }
}
