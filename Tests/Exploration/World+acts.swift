import WorkflowModel
import WorkflowRules

extension World {
  /// The act of a letter and the id that its record would have.
  func act(_ letter: Letter) -> (id: ObjectID, act: Act)? {
    let some = Material.someRecord
    let phase = self.phase
    switch letter.deed {
    case .file(let file): return phase.plan == Material.plan(file) ? nil : (some, .filePhase(plan: Material.plan(file)))
    case .open: return phase.stage == .declared ? (some, .openPhase(plan: phase.plan)) : nil
    case .reopenGate(let gate): return (some, .reopenGate(Material.gates[gate]))
    case .reopenPhase: return (some, .reopenPhase)
    case .grantStranger:
      return state.policy?.principal(named: Person.stranger.name) == nil
        ? (some, .changePolicy(policy: Material.policyFile)) : nil
    case .foundAgain: return (Material.founding, .foundWorkspace(policy: Material.policyFile))
    case .claim(let gate, let flaw): return (Material.claims[gate], .claim(claim(gate, flaw)))
    case .withdraw(let gate): return (some, .withdraw(Material.gates[gate], claim: Material.claims[gate]))
    case .rule(let gate, let ruling, let set, let flaw):
      return (Material.verdict(gate, letter.author), .rule(verdict(gate, ruling, set, flaw)))
    case .lift(let gate, let flaw):
      let claim = flaw == .otherClaim ? Material.oldClaim : Material.claims[gate]
      return (
        Material.verdict(gate, letter.author),
        .liftCondition(Material.gates[gate], claim: claim, evidence: Material.evidence)
      )
    case .revoke(let gate): return (some, .revoke(Material.gates[gate], verdict: standingVerdict(gate) ?? some))
    case .veto:
      return phase.vetoes.contains { $0.record == Material.veto(letter.author) }
        ? nil : (Material.veto(letter.author), .veto)
    case .liftVeto(let issuer):
      return phase.vetoes.isEmpty ? nil : (some, .liftVeto(veto: Material.veto(issuer)))
    case .waive(let isLong):
      let expires = now + .seconds(isLong ? 86_400 * 3 : 3600)
      let isLonger = phase.waivers.contains { $0.expires >= expires }
      return isLonger ? nil : (some, .waive(Material.gates[0], Material.unit, expires: expires))
    case .openFinding(let gate):
      guard phase.findings.count < setting.findings else { return nil }
      let finding = FindingID(phase: Material.phase, number: phase.findings.count + 1)
      return (some, .openFinding(finding, gate.map { Material.gates[$0] }, .blocking))
    case .closeFinding(let number):
      let finding = FindingID(phase: Material.phase, number: number)
      return phase.findings[finding] == nil ? nil : (some, .closeFinding(finding, subject: Material.id(.first)))
    case .registerProbe:
      return phase.probes.isEmpty ? (some, .registerProbes(Material.gates[0], [Material.probe])) : nil
    case .send: return state.messages.isEmpty ? (Material.message, .send(to: .builder, .blocking)) : nil
    case .acknowledge: return state.messages.isEmpty ? nil : (some, .acknowledge(message: Material.message))
    case .done(let flaw):
      let other: Material.Subject = head == .first ? .unpushed : .first
      return (some, .done(head: Material.id(flaw == .otherHead ? other : head)))
    }
  }

  private func claim(_ gate: Int, _ flaw: ClaimFlaw) -> Claim {
    let file = Material.file(phase.plan) ?? .agreed
    let other: Material.File = file == .agreed ? .weak : .agreed
    let isOtherPlan = flaw == .otherPlan || flaw == .otherBoth
    let isOtherChecklist = flaw == .otherChecklist || flaw == .otherBoth
    let subject: Material.Subject =
      switch flaw {
      case .oldSubject: .first
      case .unpushed: .unpushed
      default: head
      }
    let payload = Material.payload[gate]
    return Claim(
      gate: flaw == .unknownGate ? Material.unknownGate : Material.gates[gate], subject: Material.id(subject),
      plan: Material.plan(isOtherPlan ? other : file),
      // The second gate asks the same under both files.
      checklist: isOtherChecklist ? Material.digest(other, 0) : Material.digest(file, gate),
      payload: Payload(
        what: flaw == .noPayload ? "TODO" : payload.what, how: flaw == .uncovered ? "see the log" : payload.how,
        expected: payload.expected, place: payload.place),
      again: flaw == .again ? "the runner was out of disk" : nil)
  }

  private func verdict(_ gate: Int, _ ruling: Ruling, _ set: SetFlaw, _ flaw: VerdictFlaw) -> Verdict {
    let claim = standingClaim(gate)
    let checklist = claim?.claim.checklist ?? Material.digest(.agreed, gate)
    let probes = gate == 0 && flaw != .probeLeftOut ? phase.probes[Material.gates[0]] ?? [] : []
    let other = Material.digest(.weak, 0) == checklist ? Material.digest(.agreed, 0) : Material.digest(.weak, 0)
    let subject = claimed(gate)
    let otherSubject: Material.Subject = subject != .first ? .first : head == .second ? .second : .unpushed
    return Verdict(
      gate: Material.gates[gate], ruling: ruling,
      claim: flaw == .otherClaim ? Material.oldClaim : Material.claims[gate],
      subject: Material.id(flaw == .otherSubject ? otherSubject : subject),
      plan: flaw == .otherPlan ? Material.oldClaim : claim?.claim.plan ?? phase.plan,
      checklist: flaw == .otherChecklist ? other : checklist,
      evidence: set == .absent || (ruling != .pass && set == .none) ? nil : Material.evidence,
      failing: ruling == .fail ? [gate == 0 ? firstAsked(0) : firstAsked(1)] : [],
      condition: ruling == .conditional ? "the log is published" : nil,
      probes: probes.map { ProbeAccount(id: $0.id, result: flaw == .probeBroke ? .broke : .held, note: "") })
  }

  private func claimed(_ gate: Int) -> Material.Subject {
    standingClaim(gate).flatMap { Material.subject($0.claim.subject) } ?? head
  }

  private func firstAsked(_ gate: Int) -> CheckID {
    standingClaim(gate)?.gate.checks.first?.id ?? Material.unit
  }

  func standingClaim(_ gate: Int) -> StandingClaim? { phase.gate(Material.gates[gate]).standing.claim }

  private func standingVerdict(_ gate: Int) -> ObjectID? {
    switch phase.gate(Material.gates[gate]).standing {
    case .passed(let pass): pass.votes.first?.record
    case .claimed(let claim): claim.votes.first?.record
    case .conditional(_, _, let verdict): verdict
    default: nil
    }
  }
}
