import Testing
import WorkflowModel

@testable import WorkflowRules

/// V3 and what ran outside the sandbox: an approval is of the policy in force, for one metadata file and one digest.
struct ProgramRulesTests {
  private static let digests = ["a", "b"].map { Digest(String(repeating: $0, count: 64)) }
  private static let approving = Policy(
    name: "x", principals: Policy.usual.principals,
    approvals: [ProgramApproval(metadata: "recipe.yml", digests: digests.prefix(1).compactMap(\.self))])

  private static func use(_ metadata: String, _ digest: Digest?) -> ProgramUse {
    ProgramUse(check: "unit", metadata: metadata, digest: digest)
  }

  private static let uses: [(ProgramUse, Policy, Bool)] = [
    (use("recipe.yml", digests[0]), approving, true), (use("recipe.yml", digests[1]), approving, false),
    (use("recipe.yml", nil), approving, false), (use("other.yml", digests[0]), approving, false),
    (use("recipe.yml", digests[0]), .usual, false),
  ]

  @Test(arguments: uses.indices) func `V3, programs that ran are approved`(index: Int) {
    let (use, policy, isApproved) = Self.uses[index]
    let expected: [Refusal] = isApproved ? [] : [.v3(.notApproved([use]))]
    for ruling in [Ruling.pass, .fail, .conditional] {
      var world = World.claimed(.usual(), policy)
      let refusals = world.rule(
        "M1", ruling, { $0.evidence = 9 },
        set: { if ruling == .fail { $0.set("unit", [.fail, .fail]) } }, facts: { $0.evidencePrograms = [use] })
      #expect(refusals == (ruling == .pass ? expected : []), "\(ruling)")
    }
    var lifting = World.claimed(.usual(), policy)
    lifting.must(lifting.rule("M1", .conditional))
    #expect(lifting.lift("M1", facts: { $0.evidencePrograms = [use] }) == expected)
  }

  /// An approval that is taken back later takes no pass back.
  @Test func `V3, a pass stays when its approval goes`() {
    var world = World.claimed(.usual(), Self.approving)
    world.must(world.rule("M1", facts: { $0.evidencePrograms = [Self.use("recipe.yml", Self.digests[0])] }))
    world.must(world.act("op", .operator, .changePolicy(policy: 9)) { $0.policy = .read(.usual) })
    guard case .passed = world.phase.gate("M1").standing else {
      Issue.record("M1 does not stand passed")
      return
    }
  }
}
