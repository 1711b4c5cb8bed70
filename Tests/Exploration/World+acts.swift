import WorkflowModel
import WorkflowRules

extension World {
  /// The id that the letter's record would have; nil where somebody who has raised a veto would raise another.
  func id(_ letter: Letter) -> ObjectID? {
    switch letter.deed {
    case .foundAgain: return Material.founding
    case .claim(let gate, _): return Material.claims[gate]
    case .rule(let gate, _, _, _), .lift(let gate, _): return Material.verdict(gate, letter.author)
    case .veto:
      let id = Material.veto(letter.author)
      return phase.vetoes.contains { $0.record == id } ? nil : id
    case .send: return Material.message
    default: return Material.someRecord
    }
  }

  /// What a deed does here.
  func act(_ deed: Deed) -> Act? {
    let phase = self.phase
    switch deed {
    case .file(let file): return phase.plan == Material.plan(file) ? nil : .filePhase(plan: Material.plan(file))
    case .open: return phase.stage == .declared ? .openPhase(plan: phase.plan) : nil
    case .reopenGate(let gate): return .reopenGate(Material.gates[gate])
    case .reopenPhase: return .reopenPhase
    case .grantStranger:
      return state.policy?.principal(named: Person.stranger.name) == nil
        ? .changePolicy(policy: Material.policyFile) : nil
    case .revokeKey: return isRevoked ? nil : .changePolicy(policy: Material.policyFile)
    case .foundAgain: return .foundWorkspace(policy: Material.policyFile)
    case .claim(let gate, let flaw): return .claim(claim(gate, flaw))
    case .withdraw(let gate): return .withdraw(Material.gates[gate], claim: Material.claims[gate])
    case .rule(let gate, let ruling, let set, let flaw): return .rule(verdict(gate, ruling, set, flaw))
    case .lift(let gate, let flaw):
      let claim = flaw == .otherClaim ? Material.oldClaim : Material.claims[gate]
      return .liftCondition(Material.gates[gate], claim: claim, evidence: Material.evidence)
    case .revoke(let gate):
      return .revoke(Material.gates[gate], verdict: standingVerdict(gate) ?? Material.someRecord)
    case .veto: return .veto
    case .liftVeto(let issuer): return phase.vetoes.isEmpty ? nil : .liftVeto(veto: Material.veto(issuer))
    case .waive(let isLong):
      let expires = now + .seconds(isLong ? 86_400 * 3 : 3600)
      let isLonger = phase.waivers.contains { $0.expires >= expires }
      return isLonger ? nil : .waive(Material.gates[0], Material.unit, expires: expires)
    case .openFinding(let gate):
      guard phase.findings.count < setting.findings else { return nil }
      let finding = FindingID(phase: Material.phase, number: phase.findings.count + 1)
      return .openFinding(finding, gate.map { Material.gates[$0] }, .blocking)
    case .closeFinding(let number):
      let finding = FindingID(phase: Material.phase, number: number)
      return phase.findings[finding] == nil ? nil : .closeFinding(finding, subject: Material.id(.first))
    case .registerProbe: return phase.probes.isEmpty ? .registerProbes(Material.gates[1], [Material.probe]) : nil
    case .send: return state.messages.isEmpty ? .send(to: .builder, .blocking) : nil
    case .acknowledge: return state.messages.isEmpty ? nil : .acknowledge(message: Material.message)
    case .done(let flaw):
      let other: Material.Subject = head == .first ? .unpushed : .first
      return .done(head: Material.id(flaw == .otherHead ? other : head))
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
    let probes = flaw == .probeLeftOut ? [] : phase.probes[Material.gates[gate]] ?? []
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

  /// Whether the policy has the dishonest party no more.
  var isRevoked: Bool { setting.holder.map { state.policy?.principal(named: $0.name) == nil } ?? false }

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
