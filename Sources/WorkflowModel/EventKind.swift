/// What a consumer can be told of. The kinds of record have their stored names; the others are what a watch notices by
/// itself, because no record says it.
package enum EventKind: String, CaseIterable, Codable, Sendable {
  case founding, policy
  case phaseFile = "phase-file"
  case phaseOpen = "phase-open"
  case gateReopened = "gate-reopened"
  case phaseReopened = "phase-reopened"
  case claim, withdrawal, verdict, revocation, veto
  case vetoLifted = "veto-lifted"
  case conditionLifted = "condition-lifted"
  case waiver, probes, baseline, finding, correction
  case findingClosed = "finding-closed"
  case backlog
  case backlogDone = "backlog-done"
  case journal
  case journalKey = "journal-key"
  case deferral, resolution, decision, message, acknowledgement, done

  /// A record that a rule refuses stands in history.
  case violation

  /// The remote does not answer.
  case unreachable
  /// The remote answers, and does not let this clone in.
  case denied
  /// The remote's branch does not descend from what was seen before (R5).
  case rewound
  /// History or the clone cannot be read whole.
  case damaged
  /// What was wrong with the remote or with history is over.
  case recovered

  /// A claim has stood for too long without a ruling.
  case claimUnanswered = "claim-unanswered"
  /// A verdict has stood for too long without the Builder doing anything in its phase.
  case verdictUnanswered = "verdict-unanswered"
  /// A phase could be closed, and nobody closes it.
  case closable
  /// A message has waited for too long to be acknowledged.
  case messageUnread = "message-unread"
  /// A role has not been seen for too long, and does not say that it waits.
  case roleUnseen = "role-unseen"

  /// The phase before it in the order is done: this one is to be opened.
  case phaseNext = "phase-next"
  /// Every phase of the order is done.
  case complete
}

extension EventKind {
  /// A kind as people name it to subscribe: by its own word, or `inbox` for messages, as `assay wait` has it.
  package init?(subscribed word: String) {
    if word == "inbox" { self = .message } else { self.init(rawValue: word) }
  }

  /// Whether it tells that something is the matter for as long as it is, rather than that something happened.
  package var lasts: Bool {
    switch self {
    case .claimUnanswered, .verdictUnanswered, .closable, .messageUnread, .roleUnseen, .phaseNext: true
    default: false
    }
  }
}
