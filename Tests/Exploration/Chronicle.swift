import WorkflowModel

/// What happened, kept by somebody who was told of every record that took effect, knows who truly wrote it, and
/// believes in nothing but the contract's text. It is written apart from the rules, and calls none of them: at DONE it
/// says for itself what was not earned.
struct Chronicle: Sendable {
  var file = Material.File.agreed
  var isOpen = false
  var isDone = false
  var gates = [GateMemory(), GateMemory()]
  /// Whose vetoes stand, one bit for each person.
  var vetoes: UInt8 = 0
  var findings: [(gate: Int?, isOpen: Bool)] = []
  var isUnread = false
  /// Until when the one check that is ever waived is waived.
  var waivedUntil = Timestamp(seconds: 0)
  var hasProbe = false
  /// Whether the operator has revoked the dishonest party's key.
  var isRevoked = false
  var last = Material.time(day: 0)

  struct GateMemory: Sendable {
    var claim: ClaimMemory?
    var votes: [VoteMemory] = []
    var isConditional = false
    var fails = 0
    var lastFailed: ObjectID?
  }

  struct ClaimMemory: Sendable {
    let by: Person
    let subject: ObjectID
    let plan: ObjectID
    let checklist: Digest
    let file: Material.File
    let flaws: [Flaw]
  }

  struct VoteMemory: Sendable {
    let by: Person
    let time: Timestamp
    let isWaived: Bool
    let flaws: [Flaw]
  }
}

/// Why a DONE, or what it rests on, was not earned.
package enum Flaw: String, CaseIterable, Sendable {
  case notEntitled = "whoever wrote it may not"
  case unsigned = "whoever wrote it has not signed it"
  case notOpen = "the phase was not open"
  case datedBack = "it is dated before what came before it"
  case otherPlan = "it is bound to another phase file than the one in force"
  case otherChecklist = "it is bound to another checklist than the gate's"
  case unpushed = "its subject is not on the remote"
  case noPayload = "its payload is not whole"
  case unmetNeeds = "what the gate needs had not passed"
  case escalated = "the gate was escalated"
  case secondLook = "the same subject had failed, and nothing says why it deserves a second look"
  case ownClaim = "the claimant ruled on it"
  case ruledTwice = "one adversary ruled twice"
  case otherClaim = "it answers another claim"
  case openBlocker = "a blocking finding on the gate was open"
  case probes = "a registered probe is not accounted for, or broke it"
  case noEvidence = "no evidence is cited that can be read"
  case unsignedEvidence = "whoever cites the evidence has not signed it"
  case othersEvidence = "the evidence is not this adversary's on this claim, subject and checklist"
  case warm = "the evidence is not cold"
  case incomplete = "the evidence does not answer exactly what was asked"
  case notPassed = "a check did not pass and was not waived"
  case noClaim = "a gate has no claim that stands passed"
  case tooFewVotes = "fewer adversaries than required passed it"
  case stale = "a pass is too old, or not of what is there now"
  case waiverExpired = "a waiver had expired"
  case veto = "a veto stood"
  case openFinding = "a blocking finding was open"
  case unread = "a blocking message was not acknowledged"
  case otherHead = "it names another head than the branch's"
}

extension Chronicle {
  /// Takes note of a record that took effect. For DONE, what was not earned.
  mutating func note(
    _ letter: Letter, _ act: Act, _ evidence: EvidenceSet?, at time: Timestamp, _ world: World
  ) -> [Flaw] {
    let roles = world.setting.rolesOf[letter.author.rawValue]
    let isRevokedAuthor = isRevoked && letter.author == world.setting.holder
    let isEntitled = !isRevokedAuthor && letter.deed.roles(world.setting).contains { roles.contains($0) }
    var flaws: [Flaw] = isEntitled ? [] : [.notEntitled]
    if world.setting.isSigned {
      if letter.seal != .own { flaws.append(.unsigned) }
      if letter.deed.set?.isUnsealed == true { flaws.append(.unsignedEvidence) }
    }
    if case .revokeKey = letter.deed, isEntitled { isRevoked = true }
    if time < last { flaws.append(.datedBack) }
    last = time
    switch act {
    case .claim(let claim):
      if let gate = Material.gates.firstIndex(of: claim.gate) { take(claim, on: gate, letter.author, flaws, world) }
    case .rule(let verdict):
      if let gate = Material.gates.firstIndex(of: verdict.gate) {
        take(verdict, evidence, on: gate, letter.author, flaws, at: time)
      }
    case .liftCondition(let gateID, let claim, _):
      guard let gate = Material.gates.firstIndex(of: gateID), gates[gate].isConditional else { break }
      if claim != Material.claims[gate] { flaws.append(.otherClaim) }
      gates[gate].isConditional = false
      vote(on: gate, letter.author, evidence, flaws, at: time)
    case .withdraw(let gateID, _), .revoke(let gateID, _), .reopenGate(let gateID):
      guard let gate = Material.gates.firstIndex(of: gateID) else { break }
      gates[gate].claim = nil
      gates[gate].isConditional = false
      if case .reopenGate = act, isEntitled { gates[gate].fails = 0 }
    case .done(let head):
      let missing = flaws + unearned(head, at: time, world)
      isDone = true
      return missing
    default: if isEntitled { object(act, letter.author, world) }
    }
    return []
  }

  private mutating func object(_ act: Act, _ author: Person, _ world: World) {
    switch act {
    case .filePhase(let plan):
      let isKeeper = world.setting.rolesOf[author.rawValue].contains(.operator)
      if isKeeper || !isOpen { file = Material.file(plan) ?? file }
    case .openPhase: isOpen = true
    case .reopenPhase: isDone = false
    case .veto: vetoes |= 1 << author.rawValue
    case .liftVeto(let veto):
      // Of whoever has no place in the policy any more, any other may.
      let issuers = [author] + (isRevoked ? world.setting.holder.map { [$0] } ?? [] : [])
      for issuer in issuers where veto == Material.veto(issuer) { vetoes &= ~(1 << issuer.rawValue) }
    case .waive(_, _, let expires): waivedUntil = max(waivedUntil, expires)
    case .registerProbes: hasProbe = true
    case .openFinding(_, let gate, _): findings.append((gate.flatMap { Material.gates.firstIndex(of: $0) }, true))
    case .closeFinding(let finding, _):
      if findings.indices.contains(finding.number - 1) { findings[finding.number - 1].isOpen = false }
    case .send: isUnread = true
    case .acknowledge: isUnread = false
    default: break
    }
  }

  private mutating func take(_ claim: Claim, on gate: Int, _ author: Person, _ flaws: [Flaw], _ world: World) {
    var flaws = flaws
    if !isOpen || isDone { flaws.append(.notOpen) }
    if claim.plan != Material.plan(file) { flaws.append(.otherPlan) }
    if claim.checklist != Material.digest(file, gate) { flaws.append(.otherChecklist) }
    if !world.isPushed(claim.subject) { flaws.append(.unpushed) }
    if claim.payload != Material.payload[gate] { flaws.append(.noPayload) }
    if gate == 1, !isPassed(0, world.setting) { flaws.append(.unmetNeeds) }
    if gates[gate].fails >= world.setting.rounds { flaws.append(.escalated) }
    if gates[gate].lastFailed == claim.subject, claim.again == nil { flaws.append(.secondLook) }
    gates[gate].claim = ClaimMemory(
      by: author, subject: claim.subject, plan: claim.plan, checklist: claim.checklist, file: file, flaws: flaws)
    gates[gate].votes = []
    gates[gate].isConditional = false
  }

  private func isPassed(_ gate: Int, _ setting: Setting) -> Bool {
    let memory = gates[gate]
    return memory.claim != nil && !memory.isConditional && memory.votes.count >= setting.adversaries
  }

  private mutating func take(
    _ verdict: Verdict, _ evidence: EvidenceSet?, on gate: Int, _ author: Person, _ flaws: [Flaw], at time: Timestamp
  ) {
    var flaws = flaws
    guard let claim = gates[gate].claim, !gates[gate].isConditional else { return }
    switch verdict.ruling {
    case .pass:
      if verdict.claim != Material.claims[gate] { flaws.append(.otherClaim) }
      if verdict.subject != claim.subject { flaws.append(.otherClaim) }
      if verdict.plan != claim.plan || verdict.checklist != claim.checklist { flaws.append(.otherChecklist) }
      let accounts = verdict.probes.filter { $0.id == Material.probe.id && $0.result != .broke }
      if gate == 1, hasProbe, accounts.count != 1 || verdict.probes.count != 1 { flaws.append(.probes) }
      vote(on: gate, author, evidence, flaws, at: time)
    case .conditional: gates[gate].isConditional = true
    case .fail:
      gates[gate].claim = nil
      gates[gate].fails += 1
      gates[gate].lastFailed = verdict.subject
    }
  }

  private mutating func vote(
    on gate: Int, _ author: Person, _ evidence: EvidenceSet?, _ flaws: [Flaw], at time: Timestamp
  ) {
    guard let claim = gates[gate].claim else { return }
    var flaws = flaws
    if author == claim.by { flaws.append(.ownClaim) }
    if gates[gate].votes.contains(where: { $0.by == author }) { flaws.append(.ruledTwice) }
    if findings.contains(where: { $0.isOpen && $0.gate == gate }) { flaws.append(.openBlocker) }
    let (gaps, isWaived) = weigh(evidence, on: gate, claim, author, at: time)
    gates[gate].votes.append(VoteMemory(by: author, time: time, isWaived: isWaived, flaws: flaws + gaps))
    // What has passed since is no longer what failed last.
    if gates[gate].lastFailed == claim.subject { gates[gate].lastFailed = nil }
  }
}
