import Ledgers
import WorkflowModel
import WorkflowRules

/// A workspace with its records, as a test makes them: every act is judged and, if permitted, taken in.
struct World: Sendable {
  var state = WorkflowState()
  /// Seconds; every record is a minute after the one before it.
  var clock: Int64 = 1_780_000_000
  /// The last record's id is that of this number.
  private(set) var count = 0
  /// The evidence sets that were cited, by their ids.
  private(set) var sets: [ObjectID: EvidenceSet] = [:]

  var now: Timestamp { Timestamp(seconds: clock) }
  var last: ObjectID { .number(count) }
  var phase: PhaseState {
    guard let phase = state.phases["p"] else { preconditionFailure("no phase") }
    return phase
  }

  func standing(_ gate: GateID) -> GateStanding { phase.gate(gate).standing }
  func word(_ gate: GateID) -> String { standing(gate).word }

  // MARK: Worlds to begin with

  static func founded(_ policy: Policy = .usual) -> World {
    var world = World()
    world.must(
      world.act("op", .operator, .foundWorkspace(policy: 1)) { facts in
        facts.policy = .read(policy)
        if let key = policy.principal(named: "op")?.key { facts.signature = .by(key: key) }
      })
    return world
  }

  static func declared(_ phase: Phase = .usual(), _ policy: Policy = .usual) -> World {
    var world = founded(policy)
    world.must(world.file(phase))
    return world
  }

  static func open(_ phase: Phase = .usual(), _ policy: Policy = .usual) -> World {
    var world = declared(phase, policy)
    world.must(world.act("op", .operator, .openPhase(plan: 100)))
    return world
  }

  static func claimed(_ phase: Phase = .usual(), _ policy: Policy = .usual) -> World {
    var world = open(phase, policy)
    world.must(world.claim("M1"))
    return world
  }

  static func passed(_ phase: Phase = .usual(), _ policy: Policy = .usual) -> World {
    var world = claimed(phase, policy)
    world.must(world.rule("M1"))
    return world
  }

  static func closable(_ phase: Phase = .usual(), _ policy: Policy = .usual) -> World {
    var world = passed(phase, policy)
    world.must(world.claim("M2"))
    world.must(world.rule("M2"))
    return world
  }

  static func conditional() -> World {
    var world = claimed()
    world.must(world.rule("M1", .conditional))
    return world
  }

  static func done() -> World {
    var world = closable()
    world.must(world.done())
    return world
  }

  /// What a test needs to have happened.
  func must(_ refusals: [Refusal]) {
    precondition(refusals.isEmpty, refusals.map(\.found).joined(separator: "; "))
  }

  // MARK: Acts

  @discardableResult
  mutating func act(
    _ who: PrincipalName, _ role: Role, _ act: Act, in phase: PhaseID? = "p", title: String = "because",
    body: String = "", address: String? = nil, _ edit: (inout Facts) -> Void = { _ in }
  ) -> [Refusal] {
    count += 1
    clock += 60
    var facts = Facts()
    facts.subject = .present
    // Whoever has a key signs with it, unless a test says otherwise.
    if let key = state.policy?.principal(named: who)?.key {
      facts.signature = .by(key: key)
      facts.evidenceSignature = .by(key: key)
    }
    edit(&facts)
    if let id = act.evidence, case .read(let set) = facts.evidence { sets[id] = set }
    let isOfPhase =
      switch act {
      case .foundWorkspace, .changePolicy: false
      default: true
      }
    let content = RecordContent(
      principal: who, role: role, phase: isOfPhase ? phase : nil, act: act, title: title, body: body)
    let author = Author(name: who.text, address: address ?? "\(who)@example.org")
    return state.take(last, Candidate(content: content, author: author, time: now, facts: facts))
  }

  mutating func file(
    _ phase: Phase, plan: ObjectID = 100, by who: PrincipalName = "op", _ role: Role = .operator
  ) -> [Refusal] {
    act(who, role, .filePhase(plan: plan), in: phase.id) { $0.phaseFile = .read(phase) }
  }

  mutating func policy(_ policy: Policy) -> [Refusal] {
    act("op", .operator, .changePolicy(policy: .number(5000 + count))) { $0.policy = .read(policy) }
  }

  func draft(_ gate: GateID) -> ClaimDraft {
    let checklist = phase.phase.gate(gate)?.checklist ?? .of("0")
    return ClaimDraft(
      gate: gate, subject: .number(1000 + count), plan: phase.plan, checklist: checklist, how: "assay collect \(gate)")
  }

  mutating func claim(
    _ gate: GateID, by who: PrincipalName = "builder-1", address: String? = nil,
    _ edit: (inout ClaimDraft) -> Void = { _ in }, facts: (inout Facts) -> Void = { _ in }
  ) -> [Refusal] {
    var draft = draft(gate)
    edit(&draft)
    return act(who, .builder, .claim(draft.claim), address: address, facts)
  }

  func verdict(_ gate: GateID, _ ruling: Ruling) -> VerdictDraft {
    let open = standing(gate).claim
    return VerdictDraft(
      gate: gate, ruling: ruling, claim: open?.record ?? 0, subject: open?.claim.subject ?? 0,
      plan: open?.claim.plan ?? 0, checklist: open?.claim.checklist ?? .of("0"),
      evidence: ruling == .pass ? .number(9000 + count) : nil, failing: ruling == .fail ? ["unit"] : [],
      condition: ruling == .conditional ? "the log is published" : nil)
  }

  mutating func rule(
    _ gate: GateID, _ ruling: Ruling = .pass, by who: PrincipalName = "adversary-1", role: Role = .adversary,
    address: String? = nil, _ edit: (inout VerdictDraft) -> Void = { _ in },
    set editSet: (inout SetDraft) -> Void = { _ in }, facts: (inout Facts) -> Void = { _ in }
  ) -> [Refusal] {
    var draft = verdict(gate, ruling)
    edit(&draft)
    let set = evidence(gate, by: who, role, editSet)
    return act(who, role, .rule(draft.verdict), address: address) {
      if let set, draft.evidence != nil { $0.evidence = .read(set) }
      facts(&$0)
    }
  }

  /// What this principal would collect for the claim that stands on the gate.
  func evidence(
    _ gate: GateID, by who: PrincipalName, _ role: Role = .adversary, _ edit: (inout SetDraft) -> Void = { _ in }
  ) -> EvidenceSet? {
    guard let open = standing(gate).claim else { return nil }
    var draft = SetDraft(of: open, by: who, at: now)
    draft.role = role
    edit(&draft)
    return draft.set
  }

  mutating func lift(
    _ gate: GateID, by who: PrincipalName = "adversary-1", claim: ObjectID? = nil,
    set editSet: (inout SetDraft) -> Void = { _ in }, facts: (inout Facts) -> Void = { _ in }
  ) -> [Refusal] {
    let claim = claim ?? standing(gate).claim?.record ?? 0
    let set = evidence(gate, by: who, .adversary, editSet)
    return act(who, .adversary, .liftCondition(gate, claim: claim, evidence: .number(9000 + count))) {
      if let set { $0.evidence = .read(set) }
      facts(&$0)
    }
  }

  mutating func waive(_ check: CheckID, on gate: GateID = "M1", for length: Duration = .seconds(86400)) -> [Refusal] {
    act("op", .operator, .waive(gate, check, expires: now + length))
  }

  /// Where the phase leaves that to Adversaries.
  mutating func waived(
    by who: PrincipalName, address: String? = nil, for length: Duration = .seconds(86400)
  ) -> [Refusal] {
    act(who, .adversary, .waive("M1", "unit", expires: now + length), address: address)
  }

  /// That nothing has changed since any gate was passed.
  var noDrift: [GateID: Drift] {
    Dictionary(uniqueKeysWithValues: phase.phase.gates.map { ($0.id, Drift()) })
  }

  mutating func done(by who: PrincipalName = "builder-1", _ edit: (inout Facts) -> Void = { _ in }) -> [Refusal] {
    let drift = noDrift
    return act(who, .builder, .done(head: 77)) {
      $0.drift = drift
      edit(&$0)
    }
  }

  func view(drift: [GateID: Drift]? = nil) -> PhaseView {
    guard let view = state.view(of: "p", at: now, drift: drift ?? noDrift) else { preconditionFailure("no phase") }
    return view
  }
}
