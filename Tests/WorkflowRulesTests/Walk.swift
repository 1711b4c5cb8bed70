import Ledgers
import WorkflowModel
import WorkflowRules

/// Random acts in one phase. Half of them follow whoever's turn it is, so that the walk gets somewhere; the others are
/// anything by anyone.
struct Walk {
  var world: World
  var refused = 0
  private(set) var everPassed = false
  /// Whether a DONE was tried on a head from which something differs.
  private(set) var lastDoneDrifted = false
  private var random: SeededRandom

  private static let people: [(PrincipalName, Role)] = [
    ("op", .operator), ("builder-1", .builder), ("builder-2", .builder), ("adversary-1", .adversary),
    ("adversary-2", .adversary), ("both", .builder), ("both", .adversary), ("dog", .watchdog), ("mallory", .operator),
    ("builder-1", .adversary),
  ]

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    let both = Principal(name: "both", address: "both@example.org", roles: [.builder, .adversary])
    world = .open(
      .usual(adversaries: seed.isMultiple(of: 3) ? 2 : 1, waivers: seed.isMultiple(of: 2) ? .operator : .adversary),
      .usual.with(both, sharing: .shared))
  }

  private mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &random) < one }

  private mutating func any<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  private mutating func adversary() -> PrincipalName { any(["adversary-1", "adversary-2", "both"]) }

  mutating func step() -> [Refusal] {
    if chance(1, in: 12) { world.clock += Int64.random(in: 0...40_000, using: &random) }
    if chance(1, in: 30) { world.clock -= 5000 }
    let refusals = chance(1, in: 2) ? sensible() : wild()
    everPassed = everPassed || world.phase.gates.values.contains { $0.standing.word == "passed" }
    return refusals
  }

  private mutating func sensible() -> [Refusal] {
    let view = world.view()
    if view.stage == "done" { return world.act("op", .operator, .reopenPhase) }
    if view.stage == "closable" { return done() }
    if let veto = world.phase.vetoes.first { return world.act(veto.by, .adversary, .liftVeto(veto: veto.record)) }
    if let finding = world.phase.openFindings.first {
      return world.act(adversary(), .adversary, .closeFinding(finding.id, subject: 5))
    }
    if let message = world.state.messages.first {
      let reader = any(Self.people.filter { $0.1 == message.to })
      return world.act(reader.0, reader.1, .acknowledge(message: message.id))
    }
    let gate = any(world.phase.phase.gates.map(\.id))
    switch world.standing(gate) {
    case .claimed: return rule(gate, .pass)
    case .conditional: return world.lift(gate, by: adversary())
    case .escalated: return world.act("op", .operator, .reopenGate(gate))
    case .passed: return done()
    default: return claim(gate)
    }
  }

  private mutating func claim(_ gate: GateID) -> [Refusal] {
    let who = any(["builder-1", "builder-2", "both"] as [PrincipalName])
    let (isSame, isSpoilt) = (chance(1, in: 6), chance(1, in: 10))
    let old = world.phase.gate(gate).lastFailed ?? 3
    return world.claim(gate, by: who) { draft in
      if isSame { draft.subject = old }
      if isSpoilt { draft.checklist = .of("d") }
    }
  }

  private mutating func rule(_ gate: GateID, _ ruling: Ruling) -> [Refusal] {
    let probes = (world.phase.probes[gate] ?? []).map { ProbeAccount(id: $0.id, result: .held, note: "") }
    let who = adversary()
    let spoil = Int.random(in: 0..<14, using: &random)
    return world.rule(gate, ruling, by: who) { draft in
      draft.probes = probes
      if spoil == 0 { draft.evidence = nil }
      if spoil == 1 { draft.subject = 3 }
    } set: { draft in
      switch spoil {
      case 2: draft.workspace = .warm
      case 3: draft.collector = "builder-1"
      case 4: draft.set("unit", [.pass, .fail])
      case 5: draft.set("unit", [.fail, .fail], saying: .pass)
      case 6: draft.outcomes.removeLast()
      case 7: draft.started = Timestamp(seconds: 5)
      case 8: draft.claim = 3
      default: break
      }
    }
  }

  private mutating func done() -> [Refusal] {
    let drifted = chance(1, in: 4)
    lastDoneDrifted = drifted
    return world.done { if drifted { $0.drift["M1"] = Drift(paths: ["src/a"]) } }
  }

  private mutating func wild() -> [Refusal] {
    let (who, role) = any(Self.people)
    let gate: GateID = any(["M1", "M2", "M3"])
    let id = ObjectID.number(Int.random(in: 0...world.count, using: &random))
    let standing = world.standing(gate).claim?.record ?? id
    let number = world.phase.findings.count + (chance(1, in: 4) ? 0 : 1)
    switch Int.random(in: 0..<24, using: &random) {
    case 0...2: return claim(gate)
    case 3...5: return rule(gate, .pass)
    case 6, 7: return rule(gate, .fail)
    case 8, 9: return rule(gate, .conditional)
    case 10: return world.lift(gate, by: adversary())
    case 11: return world.act(who, role, .withdraw(gate, claim: standing))
    case 12: return world.act(who, role, .revoke(gate, verdict: chance(1, in: 2) ? id : world.last))
    case 13: return world.act(who, role, .veto)
    case 14: return world.act(who, role, .liftVeto(veto: id))
    case 15: return world.act(who, role, .waive(gate, "unit", expires: world.now + .seconds(3000)))
    case 16:
      let probe = Probe(id: any(["P1", "P2", "P3"]), text: "try")
      return world.act(who, role, .registerProbes(gate, [probe]))
    case 17: return world.act(who, role, .openFinding(.f(number), gate, any([.blocking, .minor])))
    case 18: return world.act(who, role, .closeFinding(.f(max(1, number)), subject: 5))
    case 19: return world.act(who, role, .send(to: any([.builder, .adversary, .operator]), any([.blocking, .note])))
    case 20: return done()
    case 21: return world.act(who, role, any([.reopenPhase, .reopenGate(gate), .openPhase(plan: 100)]))
    case 22:
      // The file of another moment, and back again.
      let plan: ObjectID = any([100, 101])
      let phase = world.phase.phase
      return world.act(who, role, .filePhase(plan: plan)) { $0.phaseFile = .read(phase) }
    default: return world.act(who, role, .done(head: id))
    }
  }
}
