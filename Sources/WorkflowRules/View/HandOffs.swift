import Ledgers
import WorkflowModel

/// One round of a gate: a claim, and who waited how long until it was ruled on and until the ruling was answered.
package struct HandOff: Hashable, Sendable {
  /// Counted from 1.
  package let round: Int
  package let claim: RecordedMoment
  /// When the first collection that a ruling on the claim cites began; nil where no ruling cites one.
  package fileprivate(set) var collected: Timestamp?
  /// When the claim was withdrawn, before it was ruled on.
  package fileprivate(set) var withdrawn: Timestamp?
  package fileprivate(set) var ruling: Ruling?
  /// The verdict that settled the claim: the last one, where several Adversaries rule.
  package fileprivate(set) var verdict: RecordedMoment?
  /// What asks the Builder for another claim: a FAIL, a CONDITIONAL, or the revocation of a PASS.
  package fileprivate(set) var asking: RecordedMoment?
  package fileprivate(set) var nextClaim: RecordedMoment?

  fileprivate init(round: Int, claim: RecordedMoment) {
    self.round = round
    self.claim = claim
  }

  package var toCollection: Duration? { collected?.since(claim.time) }
  package var toVerdict: Duration? { verdict?.time.since(claim.time) }
  package var toNextClaim: Duration? { asking.flatMap { asking in nextClaim?.time.since(asking.time) } }
}

/// A record and its time.
package struct RecordedMoment: Hashable, Sendable {
  package let record: ObjectID
  package let time: Timestamp
}

/// The record that another one answers, and how long that took.
package struct Answer: Hashable, Sendable {
  package let to: ObjectID
  package let after: Duration

  package init(to earlier: ObjectID, after: Duration) {
    to = earlier
    self.after = after
  }
}

/// Who waited for whom, as a log of records tells it. Records that a rule refuses answer nothing.
package struct HandOffs: Sendable {
  /// What each record answers: a verdict its claim, a claim what asked for it, a lifted condition its CONDITIONAL, an
  /// acknowledgement its message.
  package private(set) var answers: [ObjectID: Answer] = [:]
  private var gates: [Place: [HandOff]] = [:]
  private var messages: [ObjectID: RecordedMoment] = [:]

  private struct Place: Hashable {
    let phase: PhaseID
    let gate: GateID
  }

  package init(_ records: [LoggedRecord]) {
    for logged in records where logged.refusals.isEmpty { take(logged) }
  }

  /// The gate's rounds, oldest first.
  package func rounds(of gate: GateID, in phase: PhaseID) -> [HandOff] {
    gates[Place(phase: phase, gate: gate)] ?? []
  }

  private mutating func take(_ logged: LoggedRecord) {
    let content = logged.record.content
    let moment = RecordedMoment(record: logged.record.id, time: logged.record.time)
    switch content.act {
    case .send: messages[moment.record] = moment
    case .acknowledge(let message): note(moment, answers: messages[message])
    default:
      guard let phase = content.phase, let gate = content.act.gate else { return }
      let place = Place(phase: phase, gate: gate)
      var rounds = gates[place] ?? []
      take(content.act, moment, collected: logged.collected, in: &rounds)
      gates[place] = rounds
    }
  }

  private mutating func take(
    _ act: Act, _ moment: RecordedMoment, collected: Timestamp?, in rounds: inout [HandOff]
  ) {
    let last = rounds.count - 1
    switch act {
    case .claim:
      if last >= 0, let asking = rounds[last].asking {
        note(moment, answers: asking)
        rounds[last].nextClaim = moment
      }
      rounds.append(HandOff(round: rounds.count + 1, claim: moment))
    case .rule(let verdict):
      guard last >= 0, rounds[last].claim.record == verdict.claim else { return }
      note(moment, answers: rounds[last].claim)
      rounds[last].collected = [rounds[last].collected, collected].compactMap(\.self).min()
      rounds[last].ruling = verdict.ruling
      rounds[last].verdict = moment
      rounds[last].asking = verdict.ruling == .pass ? nil : moment
    case .withdraw:
      guard last >= 0 else { return }
      rounds[last].withdrawn = moment.time
    case .liftCondition:
      guard last >= 0 else { return }
      note(moment, answers: rounds[last].asking)
      rounds[last].asking = nil
    case .revoke:
      guard last >= 0 else { return }
      rounds[last].asking = moment
    default: break
    }
  }

  private mutating func note(_ moment: RecordedMoment, answers earlier: RecordedMoment?) {
    guard let earlier else { return }
    answers[moment.record] = Answer(to: earlier.record, after: moment.time.since(earlier.time))
  }
}
