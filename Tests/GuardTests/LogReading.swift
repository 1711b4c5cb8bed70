import Ledgers
import WorkflowModel
import WorkflowRules

/// What the state keeps of moments, read once more out of a whole log and written apart from the state's own code.
/// Records that a rule refuses are no moments.
struct LogReading {
  private struct Mark {
    let record: Record
    let position: Int
  }

  /// A round as a log tells it.
  struct Round: Hashable {
    let claim: ObjectID
    var collected: Timestamp?
    var withdrawn: Timestamp?
    var verdict: ObjectID?
    var asking: Timestamp?
    var answered: Timestamp?
  }

  private(set) var rounds: [GateID: [Round]] = [:]
  private(set) var opened: Timestamp?
  private(set) var cleared: ObjectID?
  private(set) var lastWritten: [Role: Timestamp] = [:]
  private var rulings: [GateID: Mark] = [:]
  private var builderWrote = -1

  init(_ records: [LoggedRecord], of phase: PhaseID) {
    for (position, logged) in records.enumerated() where logged.refusals.isEmpty {
      let (record, content) = (logged.record, logged.record.content)
      lastWritten[content.role] = record.time
      guard content.phase == phase else { continue }
      if content.role == .builder { builderWrote = position }
      takeMark(record, at: position)
      takeRound(record, collected: logged.collected)
    }
  }

  /// The rulings that the Builder has not answered with anything.
  var unanswered: [GateID: ObjectID] {
    rulings.filter { $0.value.position > builderWrote }.mapValues(\.record.id)
  }

  private mutating func takeMark(_ record: Record, at position: Int) {
    switch record.content.act {
    case .openPhase, .reopenPhase: opened = record.time
    case .rule(let verdict) where verdict.ruling != .pass:
      rulings[verdict.gate] = Mark(record: record, position: position)
    case .revoke(let gate, _): rulings[gate] = Mark(record: record, position: position)
    default: break
    }
    switch record.content.act {
    case .rule, .liftCondition, .liftVeto, .closeFinding, .acknowledge, .waive, .filePhase, .openPhase, .reopenPhase:
      cleared = record.id
    default: break
    }
  }

  private mutating func takeRound(_ record: Record, collected: Timestamp?) {
    guard let gate = record.content.act.gate else { return }
    var rounds = self.rounds[gate] ?? []
    if case .claim = record.content.act {
      if let last = rounds.indices.last, rounds[last].asking != nil { rounds[last].answered = record.time }
      rounds.append(Round(claim: record.id))
    }
    guard let last = rounds.indices.last else { return }
    switch record.content.act {
    case .rule(let verdict):
      if let collected { rounds[last].collected = min(rounds[last].collected ?? collected, collected) }
      rounds[last].verdict = record.id
      rounds[last].asking = verdict.ruling == .pass ? nil : record.time
    case .withdraw: rounds[last].withdrawn = record.time
    case .liftCondition: rounds[last].asking = nil
    case .revoke: rounds[last].asking = record.time
    default: break
    }
    self.rounds[gate] = rounds
  }
}

extension LogReading.Round {
  init(_ handOff: HandOff) {
    let course = handOff.course
    self.init(
      claim: handOff.claim.record, collected: course.collected, withdrawn: course.withdrawn,
      verdict: course.verdict?.record, asking: course.asking?.time, answered: handOff.nextClaim?.time)
  }
}
