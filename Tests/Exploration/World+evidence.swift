import WorkflowModel
import WorkflowRules

extension World {
  /// The evidence that a letter cites: what its author would have collected, with one thing wrong.
  func evidence(_ gate: Int, _ flaw: SetFlaw, _ letter: Letter) -> Reading<EvidenceSet> {
    switch flaw {
    case .absent: return .notAsked
    case .unreadable: return .unreadable("a digest does not agree")
    default: break
    }
    let claim = standingClaim(gate)
    let subject = claim?.claim.subject ?? Material.id(head)
    let checklist = claim?.claim.checklist ?? Material.digest(.agreed, gate)
    let other: Person = letter.name == .cat ? .dan : .cat
    let digest = Material.digest(.weak, 0) == checklist ? Material.digest(.agreed, 0) : Material.digest(.weak, 0)
    return .read(
      EvidenceSet(
        phase: flaw == .otherPhase ? PhaseID("q") ?? needed("a name") : Material.phase,
        gate: Material.gates[flaw == .otherGate ? 1 - gate : gate],
        claim: flaw == .otherClaim ? Material.oldClaim : Material.claims[gate],
        subject: flaw == .otherSubject ? Material.oldClaim : subject,
        plan: flaw == .otherPlan ? Material.oldClaim : claim?.claim.plan ?? phase.plan,
        checklist: flaw == .otherChecklist ? digest : checklist,
        collector: flaw == .othersCollected ? other.name : letter.name.name,
        role: flaw == .buildersRole ? .builder : letter.role, nonce: "n", started: now, finished: now,
        workspace: flaw == .warm ? .warm : .cold, outcomes: outcomes(gate, flaw)))
  }

  private func outcomes(_ gate: Int, _ flaw: SetFlaw) -> [CheckOutcome] {
    let file = standingClaim(gate).flatMap { Material.file($0.claim.plan) } ?? .agreed
    var outcomes = Material.asked(file, gate).flatMap { asked in
      (asked.values.isEmpty ? [[]] : asked.values.map { [MatrixValue(axis: "r", value: $0)] }).map {
        outcome(asked.check, $0, Array(repeating: .pass, count: asked.runs), .pass)
      }
    }
    let first = outcomes[0]
    func set(_ runs: [CheckStatus], _ status: CheckStatus) {
      let runs = first.runs.indices.map { runs[min($0, runs.count - 1)] }
      outcomes[0] = outcome(first.check, first.instance, runs, status)
    }
    switch flaw {
    case .missingCheck: outcomes.removeFirst()
    case .missingInstance: outcomes.removeLast()
    case .missingRun: outcomes[0] = outcome(first.check, first.instance, Array(first.runs.dropLast()), .pass)
    case .twice: outcomes.append(first)
    case .unknownCheck: outcomes.append(outcome(CheckID("mine") ?? needed("a name"), [], [.pass], .pass))
    case .failing, .waivedFailure: set([.fail], .fail)
    case .flaky: set([.pass, .fail], .pass)
    case .errorAsPass: set([.error], .pass)
    case .failAsPass: set([.fail], .pass)
    case .passAsFail: set([.pass], .fail)
    case .waivedByItself: set([.waived], .waived)
    case .noRuns: outcomes[0] = outcome(first.check, first.instance, [], .pass)
    default: break
    }
    return outcomes
  }

  private func outcome(
    _ check: CheckID, _ instance: [MatrixValue], _ runs: [CheckStatus], _ status: CheckStatus
  ) -> CheckOutcome {
    CheckOutcome(check: check, instance: instance, status: status, runs: runs, reason: status == .pass ? "" : "so")
  }
}
