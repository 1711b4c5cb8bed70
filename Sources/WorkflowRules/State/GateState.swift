import WorkflowModel

package struct GateState: Hashable, Sendable {
  package internal(set) var standing = GateStanding.unclaimed
  /// The FAILs since the gate was opened or reopened, oldest first.
  package internal(set) var rounds: [FailedRound] = []
  /// The subject of the last ruling, for a diff to the next.
  package internal(set) var lastRuled: ObjectID?
  /// The subject of the last FAIL, also after the gate was reopened (C5).
  package internal(set) var lastFailed: ObjectID?
  /// Every claim that was made on the gate, oldest first.
  package internal(set) var claims: [ClaimRound] = []
  /// The last ruling: a verdict, a revocation, or a lifted condition.
  package internal(set) var lastRuling: RecordedMoment?
  /// What the Builder has not answered with any record.
  package internal(set) var unanswered: UnansweredRuling?

  package init() {}
}

/// Where a gate stands. Whether it waits for another gate, and whether a pass is stale, are views on this.
package enum GateStanding: Hashable, Sendable {
  case unclaimed
  case claimed(StandingClaim)
  case passed(Pass)
  case failed(StandingClaim)
  /// Counts as not passed until the condition is lifted.
  case conditional(StandingClaim, condition: String, verdict: ObjectID)
  case withdrawn
  case revoked
  /// Too many rounds: only an operator's record leads out of this.
  case escalated

  /// The claim that a verdict or a lifted condition would answer.
  package var answerable: StandingClaim? {
    switch self {
    case .claimed(let claim), .conditional(let claim, _, _): claim
    default: nil
    }
  }
}

/// A claim as it stands on its gate, with what it is judged by.
package struct StandingClaim: Hashable, Sendable {
  package let record: ObjectID
  package let claim: Claim
  package let title: String
  package let claimant: PrincipalName
  package let address: String
  /// The key that the policy then had for the claimant.
  package let key: String?
  package let time: Timestamp
  /// The gate as the phase file declared it when the claim was made (C6).
  package let gate: Gate
  package let requiredAdversaries: Int
  /// The PASS verdicts so far, where several are required.
  package internal(set) var votes: [Vote] = []
}

/// One Adversary's PASS.
package struct Vote: Hashable, Sendable {
  package let record: ObjectID
  package let principal: PrincipalName
  package let address: String
  package let key: String?
  package let time: Timestamp
  package let evidence: ObjectID?
  /// Checks that did not pass and that a waiver excused.
  package let waived: [CheckID]
}

package struct Pass: Hashable, Sendable {
  package let claim: StandingClaim
  package let votes: [Vote]

  /// Freshness is counted from the oldest vote.
  package var time: Timestamp { votes.map(\.time).min() ?? claim.time }
}

package struct FailedRound: Hashable, Sendable {
  package let verdict: ObjectID
  package let subject: ObjectID
  package let time: Timestamp
  /// Findings of the phase at that moment: how many had been raised and how many closed.
  package let raised: Int
  package let closed: Int
}
