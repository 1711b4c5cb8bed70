import GitBook
import GitObjects
import GitStorage
import Ledgers
import PhaseFiles
import Replay
import TestSupport
import WorkflowModel
import WorkflowRules

/// A random history in a real repository, legal and illegal, written commit by commit without a process.
struct Line {
  let ground: Ground
  var random: SeededRandom
  var clock: Int64 = 1_780_000_000
  /// The heads that the branch has had, oldest first: places to push from, and for sides to leave at.
  private(set) var heads: [ObjectID]
  private(set) var state: WorkflowState
  private var point: FoldPoint?

  var head: ObjectID { heads[heads.count - 1] }

  init(on ground: Ground, seed: UInt64) {
    self.ground = ground
    random = SeededRandom(seed: seed)
    heads = ground.heads
    state = ground.state
    point = ground.point
    clock = ground.time.seconds
  }

  mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &random) < one }

  mutating func any<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  mutating func step() throws {
    clock += 15
    switch Int.random(in: 0..<80, using: &random) {
    case 0...9: try move(to: plain("code \(clock)", ["src/\(clock % 5).txt": "\(clock)\n"], on: [head]))
    case 10: try move(to: plain("docs", ["machine-docs/STATUS-greet.md": "## DONE\n"], on: [head]))
    case 11: try move(to: plain("docs", ["copy/review-greet.md": "mine\n"], on: [head]))
    case 12: try move(to: plain("x\n\nAssay-Verdict: PASS", [:], on: [head]))
    case 13...18: try merge()
    default: try move(to: act(on: [head], in: state))
    }
  }

  /// A side that left before, with a commit or two, merged; the tree is ours.
  private mutating func merge() throws {
    let start = any(heads)
    var side = start
    for _ in 0..<(chance(1, in: 3) ? 2 : 1) {
      clock += 15
      switch Int.random(in: 0..<12, using: &random) {
      case 0...8: side = try plain("side", ["side/\(clock % 3).txt": "\(clock)\n"], on: [side])
      case 9: side = try plain("side", ["phases/greet.yml": "phase: greet\n"], on: [side])
      case 10: side = try act(on: [side], in: try folded(side))
      default: side = try plain("side\n\nAssay-Gate: M1\nAssay-Gate: M2", [:], on: [side])
      }
    }
    clock += 15
    if chance(1, in: 12) { return try move(to: act(on: [head, side], in: state)) }
    let parents = chance(1, in: 4) ? [side, head] : [head, side]
    let changes = chance(1, in: 10) ? ["machine-docs/INBOX-builder.md": "psst\n"] : [:]
    try move(to: plain("merge", changes, on: parents, tree: head))
  }

  private func plain(
    _ message: String, _ files: [String: String], on parents: [ObjectID], tree: ObjectID? = nil
  ) throws -> ObjectID {
    try ground.commit(
      message: message + "\n", author: Author(name: "Dev", address: "dev@team.invalid"), at: clock, on: parents,
      tree: tree, changes: files.map { ($0.key, Array($0.value.utf8)) })
  }

  private mutating func move(to commit: ObjectID) throws {
    heads.append(commit)
    // To write the next record, a kept point will do; what is compared is folded from the beginning.
    let history = History(ground.repository)
    if let known = point, let fold = try history.fold(from: known, to: commit, depth: .messages) {
      (point, state) = (fold.point(at: commit), fold.state)
    } else {
      (point, state) = (nil, try folded(commit))
    }
  }

  private func folded(_ tip: ObjectID) throws -> WorkflowState {
    let history = History(ground.repository)
    return try history.fold(try ground.repository.walk(from: [tip], hiding: []), depth: .messages).state
  }

  // MARK: Records

  private mutating func act(on parents: [ObjectID], in state: WorkflowState) throws -> ObjectID {
    var (who, role, act) = chance(9, in: 10) ? sensible(state, on: parents[0]) : wild(state, on: parents[0])
    var address = "\(who)@team.invalid"
    var tree: ObjectID?
    var time = clock
    switch Int.random(in: 0..<150, using: &random) {
    case 0: address = "dev@team.invalid"
    case 1: role = any([.builder, .adversary, .operator])
    case 2: tree = parents[0]
    case 3: time -= 500_000
    case 4: who = any(["op", "builder", "ada", "eve"])
    default: break
    }
    var spoilt = false
    if chance(1, in: 150) { spoilt = true }
    if case .done = act, chance(1, in: 6) { act = .done(head: ground.root) }
    let content = RecordContent(
      principal: try need(PrincipalName(who)), role: role, phase: ground.phase.id, act: act,
      title: chance(1, in: 150) ? "two  blanks" : "because \(clock)", body: "")
    return try ground.record(
      content, author: Author(name: who, address: address), at: time, on: parents, tree: tree, spoilt: spoilt)
  }

  private typealias Choice = (who: String, role: Role, act: Act)

  private mutating func sensible(_ state: WorkflowState, on parent: ObjectID) -> Choice {
    guard let phase = state.phases[ground.phase.id] else { return ("builder", .builder, .journal(nil)) }
    if phase.stage == .done { return ("op", .operator, .reopenPhase) }
    if let veto = phase.vetoes.first { return (veto.by.text, .adversary, .liftVeto(veto: veto.record)) }
    if let finding = phase.openFindings.first {
      return ("ada", .adversary, .closeFinding(finding.id, subject: ground.root))
    }
    if let message = state.messages.first {
      return (message.to == .builder ? "builder" : "ada", message.to, .acknowledge(message: message.id))
    }
    if chance(1, in: 6) { return ("builder", .builder, .journal(nil)) }
    for gate in phase.phase.gates {
      switch phase.gate(gate.id).standing {
      case .passed:
        guard chance(1, in: 5) else { continue }
        return ("builder", .builder, claim(gate, in: phase))
      case .claimed: return ("ada", .adversary, verdict(gate, .pass, in: phase))
      case .conditional(let claim, _, _):
        let set = ground.evidence(gate, claim: claim, nonce: "\(clock)") ?? ground.root
        return ("ada", .adversary, .liftCondition(gate.id, claim: claim.record, evidence: set))
      case .escalated: return ("op", .operator, .reopenGate(gate.id))
      default: return ("builder", .builder, claim(gate, in: phase))
      }
    }
    return ("builder", .builder, .done(head: parent))
  }

  private mutating func wild(_ state: WorkflowState, on parent: ObjectID) -> Choice {
    guard let phase = state.phases[ground.phase.id] else { return ("ada", .adversary, .veto) }
    let gate = any(phase.phase.gates)
    let known = any(heads)
    let number = phase.findings.count + (chance(1, in: 4) ? 0 : 1)
    switch Int.random(in: 0..<18, using: &random) {
    case 0: return ("builder", .builder, claim(gate, in: phase))
    case 1, 2: return ("ada", .adversary, verdict(gate, .pass, in: phase))
    case 3: return ("ada", .adversary, verdict(gate, .fail, in: phase))
    case 4, 5: return ("ada", .adversary, verdict(gate, .conditional, in: phase))
    case 6:
      let claim = phase.gate(gate.id).standing.answerable?.record ?? known
      return ("builder", .builder, .withdraw(gate.id, claim: claim))
    case 7:
      if case .passed(let pass) = phase.gate(gate.id).standing {
        return ("ada", .adversary, .revoke(gate.id, verdict: pass.votes[0].record))
      }
      return ("ada", .adversary, .revoke(gate.id, verdict: known))
    case 8: return ("ada", .adversary, .veto)
    case 9: return ("eve", .adversary, .liftVeto(veto: phase.vetoes.first?.record ?? known))
    case 10:
      let id = FindingID(phase: phase.phase.id, number: number)
      return ("ada", .adversary, .openFinding(id, gate.id, any([.blocking, .minor])))
    case 11: return ("ada", .adversary, .send(to: .builder, any([.blocking, .note])))
    case 12: return ("builder", .builder, .send(to: .adversary, .note))
    case 13:
      return ("builder", .builder, .addBacklog(BacklogID(phase: phase.phase.id, number: phase.backlog.count + 1)))
    case 14: return ("builder", .builder, .journal(gate.id))
    case 15: return ("builder", .builder, .done(head: parent))
    case 16:
      let expires = Timestamp(seconds: clock + 3000)
      return ("ada", .adversary, .waive(gate.id, gate.checks[0].id, expires: expires))
    default: return ("op", .operator, .filePhase(plan: any(ground.plans)))
    }
  }

  private mutating func claim(_ gate: Gate, in phase: PhaseState) -> Act {
    .claim(
      Claim(
        gate: gate.id, subject: chance(1, in: 3) ? ground.root : head, plan: phase.plan, checklist: gate.checklist,
        payload: Payload(what: "it greets", how: "assay collect \(gate.id)", expected: "hi", place: "hello.txt"),
        again: chance(19, in: 20) ? "look again" : nil))
  }

  private mutating func verdict(_ gate: Gate, _ ruling: Ruling, in phase: PhaseState) -> Act {
    let open = phase.gate(gate.id).standing.answerable
    let isBare = chance(1, in: 30) || open == nil || ruling == .fail
    let nonce = chance(1, in: 20) ? "again" : "\(clock)"
    return .rule(
      Verdict(
        gate: gate.id, ruling: ruling, claim: open?.record ?? head, subject: open?.claim.subject ?? ground.root,
        plan: open?.claim.plan ?? phase.plan, checklist: open?.claim.checklist ?? gate.checklist,
        evidence: isBare ? nil : open.flatMap { ground.evidence(gate, claim: $0, nonce: nonce) },
        failing: ruling == .fail ? [gate.checks[0].id] : [],
        condition: ruling == .conditional ? "the log is published" : nil))
  }
}
