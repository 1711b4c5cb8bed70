import Ledgers
import Testing
import WorkflowModel
import WorkflowRules

extension World {
  static let sealedBody = SealedText.lines(of: [UInt8](repeating: 9, count: 1024 + 28))

  mutating func entry(
    _ gate: GateID?, _ key: UInt8?, by who: PrincipalName = "builder-1", title: String = SealedText.title,
    body: String = sealedBody
  ) -> [Refusal] {
    act(who, .builder, .journal(gate, seal: key.map { SealKey.of($0).digest }), title: title, body: body)
  }

  /// Publishes as the tool does; with a head, what the clone knows of it beside.
  mutating func publish(
    _ gate: GateID?, _ key: UInt8, by who: PrincipalName = "builder-1", closing: Bool = false,
    _ edit: (inout Facts) -> Void = { _ in }
  ) -> [Refusal] {
    let drift = noDrift
    let entries = phase.seal(SealKey.of(key).digest)?.entries ?? []
    return act(who, .builder, .publishKey(gate, .of(key), head: closing ? 77 : nil), title: "") {
      $0.keyDigest = SealKey.of(key).digest
      $0.sealedEntries = Dictionary(uniqueKeysWithValues: entries.map { ($0, .opened) })
      if closing { $0.drift = drift }
      edit(&$0)
    }
  }

  static func sealed(_ phase: Phase = .usual(journal: .sealed)) -> World {
    var world = open(phase)
    world.must(world.entry("M1", 1))
    world.must(world.entry(nil, 2))
    return world
  }

  static func ruled(_ ruling: Ruling = .fail, _ phase: Phase = .usual(journal: .sealed)) -> World {
    var world = sealed(phase)
    world.must(world.claim("M1"))
    world.must(world.rule("M1", ruling))
    return world
  }

  /// Both gates are passed, and the first gate's key is published.
  static func closableSealed() -> World {
    var world = ruled(.pass)
    world.must(world.publish("M1", 1))
    world.must(world.claim("M2"))
    world.must(world.rule("M2"))
    return world
  }
}

/// V6, and D1's part in it.
@Suite struct `Rules of the seal` {
  static let entries: [RuleCase] = [
    RuleCase("sealed", .sealed()) { $0.entry("M1", 1) },
    RuleCase("sealed by another, with another key", .sealed()) { $0.entry("M1", 3, by: "builder-2") },
    RuleCase("with a second key", .sealed()) { $0.entry("M1", 3) },
    RuleCase("while a claim stands", .sealed()) { world in
      world.must(world.claim("M1"))
      return world.entry("M1", 1)
    },
    RuleCase("plain", .sealed(), [.v6(.plain("p"))]) { $0.entry("M1", nil) },
    RuleCase("plain in an open phase", .open()) { $0.entry("M1", nil) },
    RuleCase("sealed in an open phase", .open(), [.v6(.open("p"))]) { $0.entry("M1", 1) },
    RuleCase("a title that tells", .sealed(), [.v6(.malformed("its title is not the neutral one"))]) {
      $0.entry("M1", 1, title: "it was the label")
    },
    RuleCase("words for a ciphertext", .sealed(), [.v6(.malformed("it is not base64 in lines of 76"))]) {
      $0.entry("M1", 1, body: "it was the label")
    },
    RuleCase("no ciphertext", .sealed(), [.v6(.malformed("it has 0 bytes, which is none of the sizes of an entry"))]) {
      $0.entry("M1", 1, body: "")
    },
    RuleCase(
      "a ciphertext of a telling length", .sealed(),
      [.v6(.malformed("it has 1053 bytes, which is none of the sizes of an entry"))]
    ) {
      $0.entry("M1", 1, body: SealedText.lines(of: [UInt8](repeating: 9, count: 1053)))
    },
    RuleCase(
      "another Builder's key", .sealed(), [.v6(.otherSeal("builder-1", "M1", seal: SealKey.of(1).digest))]
    ) {
      $0.entry("M1", 1, by: "builder-2")
    },
    RuleCase("another gate's key", .sealed(), [.v6(.otherSeal("builder-1", "M1", seal: SealKey.of(1).digest))]) {
      $0.entry("M2", 1)
    },
    RuleCase("a key that is due", .ruled(), [.v6(.keyIsDue("M1", seal: SealKey.of(1).digest))]) { $0.entry("M1", 1) },
    RuleCase("a published key", .closableSealed(), [.v6(.keyIsOut(seal: SealKey.of(1).digest))]) { $0.entry("M1", 1) },
    RuleCase("the next key", .closableSealed()) { $0.entry("M1", 3) },
    RuleCase("a key of no gate after a ruling", .ruled()) { $0.entry(nil, 2) },
    RuleCase("on an unknown gate", .sealed(), [.c1(.unknownGate("M9", "p", declared: ["M1", "M2"]))]) {
      $0.entry("M9", 1)
    },
  ]

  static let keys: [RuleCase] = [
    RuleCase("after a FAIL", .ruled()) { $0.publish("M1", 1) },
    RuleCase("after a PASS", .ruled(.pass)) { $0.publish("M1", 1) },
    RuleCase("before any claim", .sealed(), [.v6(.notRuledOn("M1"))]) { $0.publish("M1", 1) },
    RuleCase("while a claim stands", .sealed(), [.v6(.notRuledOn("M1"))]) { world in
      world.must(world.claim("M1"))
      return world.publish("M1", 1)
    },
    RuleCase("while the next claim stands", .ruled(), [.v6(.notRuledOn("M1"))]) { world in
      world.must(world.claim("M1"))
      return world.publish("M1", 1)
    },
    RuleCase("while a condition stands", .ruled(.conditional), [.v6(.notRuledOn("M1"))]) { $0.publish("M1", 1) },
    RuleCase("after the condition is lifted", .ruled(.conditional)) { world in
      world.must(world.lift("M1"))
      return world.publish("M1", 1)
    },
    RuleCase(
      "after one of two rulings", .ruled(.pass, .usual(adversaries: 2, journal: .sealed)), [.v6(.notRuledOn("M1"))]
    ) { $0.publish("M1", 1) },
    RuleCase("after a claim is withdrawn", .sealed(), [.v6(.notRuledOn("M1"))]) { world in
      world.must(world.claim("M1"))
      world.must(world.act("builder-1", .builder, .withdraw("M1", claim: world.last)))
      return world.publish("M1", 1)
    },
    RuleCase("of an entry after the ruling", .closableSealed(), [.v6(.notRuledOn("M1"))]) { world in
      world.must(world.entry("M1", 3))
      return world.publish("M1", 3)
    },
    RuleCase("twice", .closableSealed(), [.v6(.unknownKey("builder-1", "M1"))]) { $0.publish("M1", 1) },
    RuleCase("nobody's key", .ruled(), [.v6(.unknownKey("builder-1", "M1"))]) { $0.publish("M1", 4) },
    RuleCase("another gate's key", .ruled(), [.v6(.unknownKey("builder-1", "M2"))]) { $0.publish("M2", 1) },
    RuleCase("another Builder's key", .ruled(), [.v6(.unknownKey("builder-2", "M1"))]) {
      $0.publish("M1", 1, by: "builder-2")
    },
    RuleCase("a key whose digest nobody worked out", .ruled(), [.v6(.unknownKey("builder-1", "M1"))]) {
      $0.publish("M1", 1) { $0.keyDigest = nil }
    },
    RuleCase("a key that does not open one of two entries", .sealed()) { world in
      let first = world.phase.seals[0].entries[0]
      world.must(world.entry("M1", 1))
      let second = world.last
      world.must(world.claim("M1"))
      world.must(world.rule("M1"))
      let damaged = world.publish("M1", 1) { $0.sealedEntries[second] = .closed("damaged") }
      #expect(damaged == [.v6(.doesNotOpen(entry: second, "builder-1", why: "damaged"))])
      let unread = world.publish("M1", 1) { $0.sealedEntries[first] = nil }
      #expect(unread == [.v6(.doesNotOpen(entry: first, "builder-1", why: "it was not read"))])
      let lapsed = world.publish("M1", 1)
      #expect(world.phase.seal(SealKey.of(1).digest)?.entries == [])
      return lapsed
    },
    RuleCase("of no gate, after a ruling", .ruled(), [.v6(.notRuledOn(nil))]) { $0.publish(nil, 2) },
    RuleCase("of no gate, all passed, but no head named", .closableSealed(), [.v6(.notRuledOn(nil))]) {
      $0.publish(nil, 2)
    },
    RuleCase("of no gate, all passed", .closableSealed()) { $0.publish(nil, 2, closing: true) },
    RuleCase(
      "of no gate, a gate open", .ruled(.pass),
      [.v6(.beforeClosing(.notPassed("M2", items: ["D2"], standing: "open")))]
    ) { $0.publish(nil, 2, closing: true) },
    RuleCase(
      "of no gate, a pass stale", .closableSealed(), [.v6(.beforeClosing(.stale("M1", [.pathsChanged(["src/a"])])))]
    ) {
      $0.publish(nil, 2, closing: true) { $0.drift["M1"] = Drift(paths: ["src/a"]) }
    },
    RuleCase(
      "of no gate, on another head", .closableSealed(), [.v6(.beforeClosing(.otherHead(found: 77, expected: 78)))]
    ) {
      $0.publish(nil, 2, closing: true) { $0.expectedHead = 78 }
    },
    RuleCase("of no gate, on a head that is not there", .closableSealed(), [.c3(.notOnRemote(77))]) {
      $0.publish(nil, 2, closing: true) { $0.subject = .missing }
    },
    RuleCase("of an entry after the last ruling, all passed", .closableSealed()) { world in
      world.must(world.entry("M1", 3))
      return world.publish("M1", 3, closing: true)
    },
    RuleCase("of a gate that the file has lost", .sealed()) { world in
      world.must(world.file(.usual([.m2], items: ["D2"], journal: .sealed), plan: 101))
      let lost = world.publish("M1", 1)
      #expect(lost == [.v6(.notRuledOn("M1"))])
      let early = world.publish("M1", 1, closing: true)
      #expect(early == [.v6(.beforeClosing(.notPassed("M2", items: ["D2"], standing: "open")))])
      return []
    },
    RuleCase("by the Adversary", .ruled(), [.r1(.roleMayNot(.adversary, .journalKey, who: [.builder]))]) {
      $0.act("adversary-1", .adversary, .publishKey("M1", .of(1), head: nil)) { $0.keyDigest = SealKey.of(1).digest }
    },
  ]

  static let closing: [RuleCase] = [
    RuleCase("a key is withheld", .closableSealed(), [.d1(.sealed("builder-1", nil, seal: SealKey.of(2).digest))]) {
      $0.done()
    },
    RuleCase("every key is published", .closableSealed()) { world in
      world.must(world.publish(nil, 2, closing: true))
      return world.done()
    },
    RuleCase("the Builder who withholds is no principal any more", .closableSealed()) { world in
      world.must(world.policy(.usual.with(without: ["builder-1"])))
      return world.done(by: "builder-2")
    },
  ]

  @Test(arguments: entries) func `V6, entries`(_ situation: RuleCase) { situation.check() }
  @Test(arguments: keys) func `V6, keys`(_ situation: RuleCase) { situation.check() }
  @Test(arguments: closing) func `D1, keys`(_ situation: RuleCase) { situation.check() }

  @Test func `a sealed phase is closable before its keys are published`() {
    let view = World.closableSealed().view()
    #expect(view.stage == "closable" && view.next == "assay done" && view.journal == .sealed)
    #expect(view.missing.map(\.rule) == [.d1])
  }
}
