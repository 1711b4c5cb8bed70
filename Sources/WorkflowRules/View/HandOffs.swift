import Ledgers
import WorkflowModel

/// One round of a gate: a claim, and who waited how long until it was ruled on and until the ruling was answered.
package struct HandOff: Hashable, Sendable {
  /// Counted from 1.
  package let round: Int
  package let course: ClaimRound
  /// The claim that answers what asked for one.
  package let nextClaim: RecordedMoment?

  package var claim: RecordedMoment { course.claim }
  package var toCollection: Duration? { course.collected?.since(claim.time) }
  package var toVerdict: Duration? { course.verdict?.time.since(claim.time) }
  package var toNextClaim: Duration? { course.asking.flatMap { asking in nextClaim?.time.since(asking.time) } }
}

extension [ClaimRound] {
  /// The rounds, oldest first, each with what followed it.
  package var handOffs: [HandOff] {
    indices.map { index in
      let next = self[index].asking != nil && index + 1 < count ? self[index + 1].claim : nil
      return HandOff(round: index + 1, course: self[index], nextClaim: next)
    }
  }
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

/// What each record of a log answers: a verdict its claim, a claim what asked for it, a lifted condition its CONDITIONAL,
/// an acknowledgement its message. Records that a rule refuses answer nothing.
package struct Answers: Hashable, Sendable {
  package private(set) var byRecord: [ObjectID: Answer] = [:]
  private var gates: [PhaseID: [GateID: [ClaimRound]]] = [:]
  private var messages: [ObjectID: RecordedMoment] = [:]

  package init(_ records: [LoggedRecord]) {
    for logged in records where logged.refusals.isEmpty { take(logged) }
  }

  private mutating func take(_ logged: LoggedRecord) {
    let content = logged.record.content
    let moment = RecordedMoment(record: logged.record.id, time: logged.record.time)
    var earlier: RecordedMoment?
    switch content.act {
    case .send: messages[moment.record] = moment
    case .acknowledge(let message): earlier = messages[message]
    default:
      guard let phase = content.phase, let gate = content.act.gate else { return }
      earlier = gates[phase, default: [:]][gate, default: []].take(content.act, moment, collected: logged.collected)
    }
    if let earlier {
      byRecord[moment.record] = Answer(to: earlier.record, after: moment.time.since(earlier.time))
    }
  }
}
