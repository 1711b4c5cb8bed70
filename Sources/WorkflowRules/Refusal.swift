import WorkflowModel

/// The rules of the contract, by their numbers there.
package enum RuleID: String, CaseIterable, Codable, Sendable {
  case r1 = "R1"
  case r2 = "R2"
  case r3 = "R3"
  case r4 = "R4"
  case r5 = "R5"
  case r6 = "R6"
  case r7 = "R7"
  case c1 = "C1"
  case c2 = "C2"
  case c3 = "C3"
  case c4 = "C4"
  case c5 = "C5"
  case c6 = "C6"
  case v1 = "V1"
  case v2 = "V2"
  case v3 = "V3"
  case v4 = "V4"
  case v5 = "V5"
  case v6 = "V6"
  case v7 = "V7"
  case d1 = "D1"
  case d2 = "D2"
  case p1 = "P1"
}

/// A reason to refuse. Each rule's file has its own; the words stand beside the case.
package protocol RefusalReason: Error, Hashable {
  /// What was found, as a clause without a full stop.
  var found: String { get }
  /// What mends it: a command where there is one.
  var mend: String { get }
}

/// One refusal: a rule and its reason.
package enum Refusal: Hashable, Sendable {
  case r1(Permission)
  case r2(AppendOnly)
  case r3(OneRecord)
  case r4(ForwardOnly)
  case r5(SeenTip)
  case r6(BasePolicy)
  case r7(FoundingRecord)
  case c1(DeclaredGate)
  case c2(MetNeeds)
  case c3(PushedSubject)
  case c4(WholePayload)
  case c5(OneOpenClaim)
  case c6(BoundClaim)
  case v1(AnsweredClaim)
  case v2(OtherPrincipal)
  case v3(ColdEvidence)
  case v4(NamedCause)
  case v5(AccountedProbes)
  case v6(SealedJournal)
  case v7(BoundedRounds)
  case d1(MissingForDone)
  case d2(FinalDone)
  case p1(ProtectedPaths)

  package var rule: RuleID { parts.rule }
  package var found: String { parts.reason.found }
  package var mend: String { parts.reason.mend }

  private var parts: (rule: RuleID, reason: any RefusalReason) {
    switch self {
    case .r1(let reason): (.r1, reason)
    case .r2(let reason): (.r2, reason)
    case .r3(let reason): (.r3, reason)
    case .r4(let reason): (.r4, reason)
    case .r5(let reason): (.r5, reason)
    case .r6(let reason): (.r6, reason)
    case .r7(let reason): (.r7, reason)
    case .c1(let reason): (.c1, reason)
    case .c2(let reason): (.c2, reason)
    case .c3(let reason): (.c3, reason)
    case .c4(let reason): (.c4, reason)
    case .c5(let reason): (.c5, reason)
    case .c6(let reason): (.c6, reason)
    case .v1(let reason): (.v1, reason)
    case .v2(let reason): (.v2, reason)
    case .v3(let reason): (.v3, reason)
    case .v4(let reason): (.v4, reason)
    case .v5(let reason): (.v5, reason)
    case .v6(let reason): (.v6, reason)
    case .v7(let reason): (.v7, reason)
    case .d1(let reason): (.d1, reason)
    case .d2(let reason): (.d2, reason)
    case .p1(let reason): (.p1, reason)
    }
  }
}

/// A rule that judges a candidate by the state before it. No refusal means yes.
protocol Rule: SendableMetatype {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal]
}

func list(_ things: some Sequence<some CustomStringConvertible>, none: String = "none") -> String {
  let text = things.map(\.description).joined(separator: ", ")
  return text.isEmpty ? none : text
}
