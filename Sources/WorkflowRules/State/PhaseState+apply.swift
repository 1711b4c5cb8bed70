import Ledgers
import WorkflowModel

extension PhaseState {
  /// Takes in a record that has been judged. The key is the author's, by the policy before the record.
  mutating func apply(_ id: ObjectID, _ candidate: Candidate, key: String?) {
    let content = candidate.content
    let time = candidate.time
    if content.act.answeredClaim != nil, case .read(let set) = candidate.facts.evidence {
      citedNonces.insert(set.nonce)
    }
    switch content.act {
    case .openPhase: stage = .active
    case .reopenPhase:
      stage = .active
      closed = nil
    case .done:
      stage = .done
      closed = Closing(record: id, time: time)
    case .reopenGate(let gate):
      gates[gate]?.standing = .unclaimed
      gates[gate]?.rounds = []
    case .claim(let claim): take(claim, id, candidate, key: key)
    case .withdraw(let gate, _): gates[gate]?.standing = .withdrawn
    case .rule(let verdict):
      take(verdict, id, candidate, key: key)
      noteRuling(on: verdict.gate)
    case .revoke(let gate, _): gates[gate]?.standing = .revoked
    case .liftCondition(let gate, _, let evidence):
      guard case .conditional(var claim, _, _) = self.gate(gate).standing else { return }
      claim.votes.append(vote(id, candidate, key: key, evidence: evidence))
      settle(claim, on: gate)
    case .veto:
      vetoes.append(StandingVeto(record: id, by: content.principal, reason: content.title, time: time))
    case .liftVeto(let veto): vetoes.removeAll { $0.record == veto }
    case .waive(let gate, let check, let expires):
      let giver = Signatory(name: content.principal, address: candidate.author.address, key: key)
      waivers.append(Waiver(record: id, by: giver, gate: gate, check: check, expires: expires, reason: content.title))
    case .registerProbes(let gate, let new): probes[gate, default: []] += new
    case .openFinding(let finding, let gate, let severity):
      findings[finding] = FindingState(
        id: finding, gate: gate, severity: severity, title: content.title, by: content.principal, time: time,
        corrections: 0)
    case .correctFinding(let finding): findings[finding]?.corrections += 1
    case .closeFinding(let finding, _):
      findings[finding]?.closedBy = id
      findings[finding]?.closedAt = time
    case .addBacklog(let item): backlog[item] = BacklogState(id: item, title: content.title, done: false)
    case .finishBacklog(let item): backlog[item]?.done = true
    case .journal(let gate, let seal):
      journalEntries += 1
      if let seal { noteEntry(id, under: seal, on: gate, by: content.principal) }
    case .publishKey(let gate, let key, _):
      if let digest = candidate.facts.keyDigest { publish(key, of: digest, on: gate, by: content.principal) }
    case .decide: decisions += 1
    case .captureBaseline, .foundWorkspace, .changePolicy, .filePhase, .send, .acknowledge, .defer, .resolve: break
    }
  }

  private mutating func take(_ claim: Claim, _ id: ObjectID, _ candidate: Candidate, key: String?) {
    guard let gate = phase.gate(claim.gate) else { return }
    gates[claim.gate, default: GateState()].standing = .claimed(
      StandingClaim(
        record: id, claim: claim, title: candidate.content.title, claimant: candidate.content.principal,
        address: candidate.author.address, key: key, time: candidate.time, gate: gate,
        requiredAdversaries: gate.adversaries ?? phase.adversaries))
  }

  private mutating func take(_ verdict: Verdict, _ id: ObjectID, _ candidate: Candidate, key: String?) {
    guard case .claimed(var claim) = gate(verdict.gate).standing else { return }
    gates[verdict.gate]?.lastRuled = verdict.subject
    switch verdict.ruling {
    case .pass:
      claim.votes.append(vote(id, candidate, key: key, evidence: verdict.evidence))
      settle(claim, on: verdict.gate)
    case .conditional:
      gates[verdict.gate]?.standing = .conditional(claim, condition: verdict.condition ?? "", verdict: id)
    case .fail:
      gates[verdict.gate]?.lastFailed = verdict.subject
      let round = FailedRound(
        verdict: id, subject: verdict.subject, time: candidate.time, raised: findings.count,
        closed: findings.values.count { $0.closedBy != nil })
      gates[verdict.gate]?.rounds.append(round)
      let rounds = gate(verdict.gate).rounds.count
      gates[verdict.gate]?.standing = rounds >= phase.rounds ? .escalated : .failed(claim)
    }
  }

  private mutating func settle(_ claim: StandingClaim, on gate: GateID) {
    let complete = claim.votes.count >= claim.requiredAdversaries
    gates[gate]?.standing = complete ? .passed(Pass(claim: claim, votes: claim.votes)) : .claimed(claim)
  }

  private func vote(_ id: ObjectID, _ candidate: Candidate, key: String?, evidence: ObjectID?) -> Vote {
    var waived: [CheckID] = []
    if case .read(let set) = candidate.facts.evidence { waived = Set(set.failed.map(\.check)).sorted() }
    return Vote(
      record: id, principal: candidate.content.principal, address: candidate.author.address, key: key,
      time: candidate.time, evidence: evidence, waived: waived)
  }
}

extension GateStanding {
  /// The standing in one of the contract's words.
  package var word: String {
    switch self {
    case .unclaimed, .withdrawn, .revoked: "open"
    case .claimed: "claimed"
    case .passed: "passed"
    case .failed: "failed"
    case .conditional: "conditional"
    case .escalated: "escalated"
    }
  }
}
