import Ledgers
import Watch
import WorkflowModel
import WorkflowRules

/// A workspace whose records a test makes: each is judged, logged, and a minute younger than the one before it.
struct Workflow {
  private(set) var state = WorkflowState()
  private(set) var records: [LoggedRecord] = []
  private(set) var clock = Timestamp(seconds: 1_780_000_000)

  struct Refused: Error { let found: [String] }

  /// A workspace with these phases, filed and opened unless said otherwise.
  init(_ phases: [Phase] = [], open opened: [PhaseID]? = nil) throws {
    let names: [(String, [Role])] = [
      ("op", [.operator]), ("ada", [.builder]), ("eve", [.adversary]), ("mal", [.adversary]),
    ]
    let policy = Policy(
      name: "x",
      principals: try names.map {
        Principal(name: try name($0.0), address: "\($0.0)@example.org", roles: $0.1)
      })
    try act("op", .operator, .foundWorkspace(policy: id(1)), in: nil) { $0.policy = .read(policy) }
    for phase in phases { try file(phase) }
    for phase in opened ?? phases.map(\.id) { try act("op", .operator, .openPhase(plan: id(100)), in: phase) }
  }

  @discardableResult
  mutating func act(
    _ who: String, _ role: Role, _ act: Act, in phase: PhaseID?, after minutes: Int64 = 1, title: String = "because",
    _ edit: (inout Facts) -> Void = { _ in }
  ) throws -> Record {
    clock = clock + .seconds(60 * minutes)
    var facts = Facts()
    facts.subject = .present
    edit(&facts)
    let content = RecordContent(principal: try name(who), role: role, phase: phase, act: act, title: title)
    let author = Author(name: who, address: "\(who)@example.org")
    let record = Record(id: id(records.count + 1000), time: clock, author: author, content: content)
    let refusals = state.take(record.id, Candidate(content: content, author: author, time: clock, facts: facts))
    guard refusals.isEmpty else { throw Refused(found: refusals.map(\.found)) }
    var collected: Timestamp?
    if case .read(let set) = facts.evidence { collected = set.started }
    records.append(LoggedRecord(record: record, refusals: [], collected: collected))
    return record
  }

  mutating func file(_ phase: Phase) throws {
    try act("op", .operator, .filePhase(plan: id(100)), in: phase.id) { $0.phaseFile = .read(phase) }
  }

  @discardableResult
  mutating func claim(_ phase: PhaseID = .p, _ gate: GateID = .m1, after minutes: Int64 = 1) throws -> Record {
    let declared = state.phases[phase]?.phase.gate(gate)
    let claim = Claim(
      gate: gate, subject: id(5000 + records.count), plan: id(100), checklist: declared?.checklist ?? .zero,
      payload: Payload(what: "it greets", how: "assay collect \(gate)", expected: "it says hi", place: "hello.txt"))
    return try act("ada", .builder, .claim(claim), in: phase, after: minutes)
  }

  @discardableResult
  mutating func rule(
    _ ruling: Ruling, _ phase: PhaseID = .p, _ gate: GateID = .m1, by who: String = "eve", after minutes: Int64 = 1
  ) throws -> Record {
    guard let open = state.phases[phase]?.gate(gate).standing.claim else { throw Refused(found: ["no claim"]) }
    let claim = open.claim
    let verdict = Verdict(
      gate: gate, ruling: ruling, claim: open.record, subject: claim.subject, plan: claim.plan,
      checklist: claim.checklist, evidence: ruling == .pass ? id(9000 + records.count) : nil,
      failing: ruling == .fail ? open.gate.checks.map(\.id) : [],
      condition: ruling == .conditional ? "the log is published" : nil)
    let started = open.votes.last?.time ?? open.time
    let set = EvidenceSet(
      phase: phase, gate: gate, claim: open.record, subject: claim.subject, plan: claim.plan,
      checklist: claim.checklist, collector: try name(who), role: .adversary, nonce: "\(records.count)",
      started: started + .seconds(30), finished: started + .seconds(40), workspace: .cold,
      outcomes: open.gate.checks.map {
        CheckOutcome(check: $0.id, instance: [], status: .pass, runs: [.pass], reason: "")
      })
    return try act(who, .adversary, .rule(verdict), in: phase, after: minutes) {
      if ruling == .pass { $0.evidence = .read(set) }
    }
  }

  @discardableResult
  mutating func finish(_ phase: PhaseID = .p, after minutes: Int64 = 1) throws -> Record {
    let gates = state.phases[phase]?.phase.gates.map(\.id) ?? []
    return try act("ada", .builder, .done(head: id(77)), in: phase, after: minutes, title: "") {
      $0.drift = Dictionary(gates.map { ($0, Drift()) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Claim, PASS and DONE.
  @discardableResult
  mutating func complete(_ phase: PhaseID = .p) throws -> Record {
    try claim(phase)
    try rule(.pass, phase)
    return try finish(phase)
  }

  func overdue(
    after minutes: Int64, seen: [Role: Timestamp] = [:], waiting: [Role] = []
  ) -> Overdue {
    let now = clock + .seconds(60 * minutes)
    let views = state.phases.atHand.compactMap { phase in
      let drift = Dictionary(phase.phase.gates.map { ($0.id, Drift()) }, uniquingKeysWith: { first, _ in first })
      return state.view(of: phase.phase.id, at: now, drift: drift)
    }
    let scene = WatchedScene(state, views: views, seen: seen, waiting: waiting)
    return Overdue(scene, at: now)
  }

  func succession(_ phases: [PhaseID], _ opening: PhaseOpening = .ask) -> Succession {
    Succession(PhaseOrder(phases: phases, opening: opening), in: state)
  }
}

func name<Kind>(_ text: String, as kind: Kind.Type = Kind.self) throws -> Name<Kind> {
  guard let name = Name<Kind>(text) else { throw Workflow.Refused(found: [text]) }
  return name
}

/// The id whose last digits are the number.
func id(_ number: Int) -> ObjectID {
  let digits = String(number, radix: 16)
  return ObjectID(String(repeating: "0", count: 40 - digits.count) + digits) ?? .none
}

extension Digest {
  static let zero = made(String(repeating: "0", count: 64), Digest.init)
}

extension Name<PhaseKind> {
  static let p = made("p", PhaseID.init)
  static let q = made("q", PhaseID.init)
  static let r = made("r", PhaseID.init)
}

extension Name<GateKind> {
  static let m1 = made("M1", GateID.init)
  static let m2 = made("M2", GateID.init)
}

private func made<Value>(_ text: String, _ make: (String) -> Value?) -> Value {
  guard let value = make(text) else { preconditionFailure("'\(text)' is none") }
  return value
}

extension Phase {
  /// One gate, or two that do not need each other.
  static func small(
    _ id: PhaseID = .p, _ gates: [GateID] = [.m1], adversaries: Int = 1, rounds: Int = 5,
    liveness: Liveness = Liveness()
  ) throws -> Phase {
    let item: DoDItemID = try name("D1")
    let check = Check(
      id: try name("unit"), title: "unit", asks: .run(.shell("make test")), expects: .success(Conditions(exit: 0)))
    return Phase(
      id: id, title: "a phase", adversaries: adversaries, rounds: rounds, items: [DoDItem(id: item, title: "works")],
      gates: gates.map { Gate(id: $0, title: "a gate", covers: [item], checks: [check], checklist: .zero) },
      liveness: liveness)
  }
}
