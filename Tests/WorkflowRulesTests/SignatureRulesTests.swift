import Testing
import WorkflowModel
import WorkflowRules

/// R1 where signatures are required: the key says whose record it is.
@Suite struct `Rules of signatures` {
  private static let policy = Policy(
    name: "team", signatures: .required,
    principals: Policy.usual.principals.map { principal in
      Principal(
        name: principal.name, address: principal.address, roles: principal.roles,
        key: "ssh-ed25519 \(principal.name.text.uppercased()) \(principal.name)'s laptop")
    })

  /// Founded under the policy, as its operator signs it.
  private static func signed(_ policy: Policy = policy) -> World {
    var world = World()
    world.must(
      world.act("op", .operator, .foundWorkspace(policy: 1)) { facts in
        facts.policy = .read(policy)
        facts.signature = .by(key: "ssh-ed25519 OP")
      })
    return world
  }

  private static func decide(
    _ world: inout World, as name: PrincipalName = "builder-1", _ signature: SignatureReading, address: String? = nil
  ) -> [Refusal] {
    world.act(name, .operator, .changePolicy(policy: 9), address: address) { facts in
      facts.policy = .read(policy)
      facts.signature = signature
    }
  }

  @Test(arguments: [
    (SignatureReading.notAsked, Permission.unsigned), (.absent, .unsigned),
    (.invalid("it does not hold"), .badSignature("it does not hold")),
    (.by(key: "ssh-ed25519 ELSE"), .unknownKey("ssh-ed25519 ELSE")),
    (.by(key: "ssh-ed25519 OP"), .otherKey("builder-1", belongsTo: "op")),
    // The kind is part of the key.
    (.by(key: "ssh-rsa BUILDER-1"), .unknownKey("ssh-rsa BUILDER-1")),
    (.by(key: "ssh-ed25519 BUILDER-1"), .roleNotHeld("builder-1", .operator, holds: [.builder])),
  ])
  func `whoever did not sign is refused`(signature: SignatureReading, why: Permission) {
    var world = Self.signed()
    #expect(Self.decide(&world, signature) == [.r1(why)])
  }

  @Test func `the key's owner acts, whatever the comment on the key`() {
    var world = Self.signed()
    #expect(Self.decide(&world, as: "op", .by(key: "ssh-ed25519 OP elsewhere")).isEmpty)
  }

  @Test func `a good signature does not cover another's address`() {
    var world = Self.signed()
    let address = "adversary-1@example.org"
    #expect(
      Self.decide(&world, as: "op", .by(key: "ssh-ed25519 OP"), address: address)
        == [.r1(.otherAddress(address, "op", its: "op@example.org"))])
  }

  @Test func `the founding record is signed by the operator it names`() {
    for signature in [SignatureReading.absent, .by(key: "ssh-ed25519 BUILDER-1"), .by(key: "ssh-ed25519 ELSE")] {
      var world = World()
      let refusals = world.act("op", .operator, .foundWorkspace(policy: 1)) { facts in
        facts.policy = .read(Self.policy)
        facts.signature = signature
      }
      #expect(refusals.map(\.rule) == [.r1])
    }
  }

  private static let evidence: [(SignatureReading, ColdEvidence?)] = [
    (.by(key: "ssh-ed25519 ADVERSARY-1"), nil),
    (.by(key: "ssh-ed25519 ADVERSARY-1 elsewhere"), nil),
    (.notAsked, .unsigned),
    (.absent, .unsigned),
    (.invalid("it does not hold"), .badSignature("it does not hold")),
    (.by(key: "ssh-ed25519 ADVERSARY-2"), .otherKey("ssh-ed25519 ADVERSARY-2", "adversary-1")),
    (.by(key: "ssh-ed25519 ELSE"), .otherKey("ssh-ed25519 ELSE", "adversary-1")),
  ]

  @Test(arguments: evidence.indices) func `V3, evidence is signed by who rules on it`(index: Int) {
    let (signature, why) = Self.evidence[index]
    let expected: [Refusal] = why.map { [.v3($0)] } ?? []
    for ruling in [Ruling.pass, .fail, .conditional] {
      var world = World.claimed(.usual(), Self.policy)
      let cited = world.rule(
        "M1", ruling, { $0.evidence = 9 },
        set: { if ruling == .fail { $0.set("unit", [.fail, .fail]) } }, facts: { $0.evidenceSignature = signature })
      #expect(cited == expected, "\(ruling)")
    }
    var lifting = World.claimed(.usual(), Self.policy)
    lifting.must(lifting.rule("M1", .conditional))
    #expect(lifting.lift("M1", facts: { $0.evidenceSignature = signature }) == expected)
  }

  @Test func `V3, a Builder's own evidence is signed by the Builder`() {
    for (signature, why) in [
      (SignatureReading.by(key: "ssh-ed25519 BUILDER-1"), nil), (.absent, ColdEvidence.unsigned),
      (.by(key: "ssh-ed25519 ADVERSARY-1"), .otherKey("ssh-ed25519 ADVERSARY-1", "builder-1")),
    ] {
      var world = World.open(.usual(), Self.policy)
      let claim = world.draft("M1").claim
      let set = EvidenceSet(
        phase: "p", gate: "M1", claim: .none, subject: claim.subject, plan: claim.plan, checklist: claim.checklist,
        collector: "builder-1", role: .builder, nonce: "n", started: world.now, finished: world.now, workspace: .cold,
        outcomes: [])
      let refusals = world.claim("M1", { $0.evidence = 9 }) { facts in
        facts.evidence = .read(set)
        facts.evidenceSignature = signature
      }
      #expect(refusals == (why.map { [.v3($0)] } ?? []))
    }
  }

  @Test func `a new key counts from its record on, and the old one no longer`() {
    var world = Self.signed()
    let rotated = Policy(
      name: "team", signatures: .required,
      principals: Self.policy.principals.map { principal in
        principal.name != "op"
          ? principal
          : Principal(name: "op", address: principal.address, roles: principal.roles, key: "ssh-ed25519 NEW")
      })
    func change(_ key: String) -> [Refusal] {
      world.act("op", .operator, .changePolicy(policy: 9)) { facts in
        facts.policy = .read(rotated)
        facts.signature = .by(key: key)
      }
    }
    // R6: the record that brings the new key is judged by the policy before it.
    #expect(change("ssh-ed25519 NEW") == [.r1(.unknownKey("ssh-ed25519 NEW"))])
    #expect(change("ssh-ed25519 OP").isEmpty)
    #expect(change("ssh-ed25519 OP") == [.r1(.unknownKey("ssh-ed25519 OP"))])
    #expect(change("ssh-ed25519 NEW").isEmpty)
  }
}
