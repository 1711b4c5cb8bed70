import Ledgers
import WorkflowModel

/// A claim on a gate, and what came of it: who waited how long for whom can be told from these.
package struct ClaimRound: Hashable, Sendable {
  package let claim: RecordedMoment
  /// When the first collection that a ruling on the claim cites began; nil where no ruling cites one.
  package internal(set) var collected: Timestamp?
  /// When the claim was withdrawn, before it was ruled on.
  package internal(set) var withdrawn: Timestamp?
  package internal(set) var ruling: Ruling?
  /// The verdict that settled the claim: the last one, where several Adversaries rule.
  package internal(set) var verdict: RecordedMoment?
  /// What asks the Builder for another claim: a FAIL, a CONDITIONAL, or the revocation of a PASS.
  package internal(set) var asking: RecordedMoment?

  init(claim: RecordedMoment) { self.claim = claim }
}

/// A record and its time.
package struct RecordedMoment: Hashable, Sendable {
  package let record: ObjectID
  package let time: Timestamp

  package init(record: ObjectID, time: Timestamp) {
    self.record = record
    self.time = time
  }
}

/// A ruling that asks the Builder for something, as long as they have written nothing since.
package struct UnansweredRuling: Hashable, Sendable {
  package let record: ObjectID
  package let time: Timestamp
  package let by: PrincipalName
  package let title: String
  /// FAIL or CONDITIONAL; nil for the revocation of a PASS.
  package let ruling: Ruling?
}

extension [ClaimRound] {
  /// Takes in a record about the gate that is permitted. Returns what it answers: a verdict its claim, a claim what asked
  /// for it, a lifted condition its CONDITIONAL.
  mutating func take(_ act: Act, _ moment: RecordedMoment, collected: Timestamp?) -> RecordedMoment? {
    let last = count - 1
    if case .claim = act {
      let asking = self.last?.asking
      append(ClaimRound(claim: moment))
      return asking
    }
    guard last >= 0 else { return nil }
    switch act {
    case .rule(let verdict):
      guard self[last].claim.record == verdict.claim else { return nil }
      self[last].collected = [self[last].collected, collected].compactMap(\.self).min()
      self[last].ruling = verdict.ruling
      self[last].verdict = moment
      self[last].asking = verdict.ruling == .pass ? nil : moment
      return self[last].claim
    case .withdraw: self[last].withdrawn = moment.time
    case .liftCondition:
      let lifted = self[last].asking
      self[last].asking = nil
      return lifted
    case .revoke: self[last].asking = moment
    default: break
    }
    return nil
  }
}
