import WorkflowModel
import WorkflowRules

/// Evidence that is cited, but for who collected it.
struct Cited {
  let gate: GateID
  let claim: ObjectID
  let subject: ObjectID
  let plan: ObjectID
  let checklist: Digest
  let time: Timestamp
  /// Each set is collected anew, for the record that cites it.
  let nonce: String
  let flaw: SetFlaw
  let outcomes: [CheckOutcome]

  func collected(by letter: Letter) -> EvidenceSet {
    let other: Person = letter.name == .cat ? .dan : .cat
    return EvidenceSet(
      phase: flaw == .otherPhase ? Material.otherPhase : Material.phase, gate: gate, claim: claim, subject: subject,
      plan: plan, checklist: checklist, collector: flaw == .othersCollected ? other.name : letter.name.name,
      role: flaw == .buildersRole ? .builder : letter.role, nonce: nonce, started: time, finished: time,
      workspace: flaw == .warm ? .warm : .cold, outcomes: outcomes)
  }

  /// Whose key signed it. What others collected, its author can have copied whole.
  func seal(by letter: Letter) -> SignatureReading {
    switch flaw {
    case .unsigned: .absent
    case .otherSeal: .by(key: (letter.author == .cat ? Person.dan : .cat).key)
    case .spoiledSeal: .invalid("of other bytes")
    default: .by(key: letter.author.key)
    }
  }
}

extension Letter {
  var signature: SignatureReading {
    switch seal {
    case .own: .by(key: author.key)
    case .absent: .absent
    case .spoiled: .invalid("of other bytes")
    }
  }
}

extension World {
  /// The evidence of a letter: what its author would have collected, with one thing wrong.
  func evidence(_ gate: Int, _ flaw: SetFlaw) -> Cited? {
    if flaw == .absent || flaw == .unreadable { return nil }
    let claim = standingClaim(gate)
    let checklist = claim?.claim.checklist ?? Material.digest(.agreed, gate)
    let other = Material.digest(.weak, 0) == checklist ? Material.digest(.agreed, 0) : Material.digest(.weak, 0)
    let file = claim.flatMap { Material.file($0.claim.plan) } ?? .agreed
    return Cited(
      gate: Material.gates[flaw == .otherGate ? 1 - gate : gate],
      claim: flaw == .otherClaim ? Material.oldClaim : Material.claims[gate],
      subject: flaw == .otherSubject ? Material.oldClaim : claim?.claim.subject ?? Material.id(head),
      plan: flaw == .otherPlan ? Material.oldClaim : claim?.claim.plan ?? phase.plan,
      checklist: flaw == .otherChecklist ? other : checklist, time: now, nonce: "n\(state.recordCount)",
      flaw: flaw,
      outcomes: Outcomes.of(file, gate, flaw))
  }
}

/// The answers of every evidence set there can be.
private enum Outcomes {
  static func of(_ file: Material.File, _ gate: Int, _ flaw: SetFlaw) -> [CheckOutcome] {
    all[(file.rawValue * 2 + gate) * SetFlaw.allCases.count + flaw.rawValue]
  }

  private static let all: [[CheckOutcome]] = Material.File.allCases.flatMap { file in
    (0...1).flatMap { gate in SetFlaw.allCases.map { made(file, gate, $0) } }
  }

  private static func made(_ file: Material.File, _ gate: Int, _ flaw: SetFlaw) -> [CheckOutcome] {
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
    // A check that runs once cannot be flaky; it fails.
    case .flaky: set(first.runs.count == 1 ? [.fail] : [.pass, .fail], .pass)
    case .errorAsPass: set([.error], .pass)
    case .failAsPass: set([.fail], .pass)
    case .passAsFail: set([.pass], .fail)
    case .waivedByItself: set([.waived], .waived)
    case .noRuns: outcomes[0] = outcome(first.check, first.instance, [], .pass)
    default: break
    }
    return outcomes
  }

  private static func outcome(
    _ check: CheckID, _ instance: [MatrixValue], _ runs: [CheckStatus], _ status: CheckStatus
  ) -> CheckOutcome {
    CheckOutcome(check: check, instance: instance, status: status, runs: runs, reason: status == .pass ? "" : "so")
  }
}
