import WorkflowModel
import WorkflowRules

/// One round of a gate: when it was claimed, collected for, ruled on and claimed anew, and how long each took.
package struct HandOffLine: Encodable, Sendable {
  package let round: Int
  package let claim: ObjectID
  package let claimed: String
  package let withdrawn: String?
  package let collected: String?
  package let verdict: ObjectID?
  package let ruling: Ruling?
  package let ruled: String?
  package let nextClaim: ObjectID?
  package let answered: String?
  package let seconds: Seconds

  /// What has not happened yet is left out.
  package struct Seconds: Encodable, Sendable {
    package let toCollection: Int64?
    package let toVerdict: Int64?
    package let toNextClaim: Int64?
  }

  init(_ handOff: HandOff) {
    round = handOff.round
    claim = handOff.claim.record
    claimed = handOff.claim.time.description
    withdrawn = handOff.course.withdrawn?.description
    collected = handOff.course.collected?.description
    verdict = handOff.course.verdict?.record
    ruling = handOff.course.ruling
    ruled = handOff.course.verdict?.time.description
    nextClaim = handOff.nextClaim?.record
    answered = handOff.nextClaim?.time.description
    seconds = Seconds(
      toCollection: handOff.toCollection?.components.seconds, toVerdict: handOff.toVerdict?.components.seconds,
      toNextClaim: handOff.toNextClaim?.components.seconds)
  }
}
