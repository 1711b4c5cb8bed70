package enum ConsumerKind {}
package typealias ConsumerName = Name<ConsumerKind>

/// Whoever a watch delivers events to: what they want to hear, and how they are told.
package struct Consumer: Hashable, Codable, Sendable {
  package let name: ConsumerName
  /// Nil means every kind.
  package let kinds: [EventKind]?
  /// Nil means every phase, and what belongs to none.
  package let phase: PhaseID?
  /// Only what this role is to act on. Nil means whatever the role that is to act.
  package let role: Role?
  package let means: DeliveryMeans

  package init(
    name: ConsumerName, kinds: [EventKind]? = nil, phase: PhaseID? = nil, role: Role? = nil, means: DeliveryMeans
  ) {
    self.name = name
    self.kinds = kinds
    self.phase = phase
    self.role = role
    self.means = means
  }
}

/// How a consumer is told. Being told is acknowledged by the means: a program that exits with 0, a server that answers
/// with 2xx, a line that has been submitted, a line that is on disk.
package enum DeliveryMeans: Hashable, Codable, Sendable {
  /// Runs a program: the event as JSON on standard input and in the environment.
  case program([String])
  /// Posts the event as JSON. The secret is named by an environment variable of the watch, never written down.
  case webhook(url: String, secretVariable: String?)
  /// Types a line into a tmux pane, by its exact target: `session:window.pane`.
  case pane(String)
  /// Appends the event as a line of JSON to a file. A relative path begins in the watched clone.
  case lines(path: String)
}

/// In which order phases follow each other.
package struct PhaseOrder: Hashable, Codable, Sendable {
  package let phases: [PhaseID]
  package let opening: PhaseOpening

  package init(phases: [PhaseID], opening: PhaseOpening = .ask) {
    self.phases = phases
    self.opening = opening
  }
}

/// What a watch does when the next phase of the order is due.
package enum PhaseOpening: String, Codable, CaseIterable, Sendable {
  /// It tells the operator.
  case ask
  /// It opens the phase as the principal of its clone, who has to be a builder or an operator.
  case open
}

/// After how long a hand-off counts as stuck. Nil: never.
package struct Liveness: Hashable, Codable, Sendable {
  package let claimUnanswered: Duration?
  package let verdictUnanswered: Duration?
  package let closable: Duration?
  package let messageUnread: Duration?
  package let roleUnseen: Duration?

  package init(
    claimUnanswered: Duration? = .seconds(3600), verdictUnanswered: Duration? = .seconds(3600),
    closable: Duration? = .seconds(600), messageUnread: Duration? = .seconds(3600), roleUnseen: Duration? = nil
  ) {
    self.claimUnanswered = claimUnanswered
    self.verdictUnanswered = verdictUnanswered
    self.closable = closable
    self.messageUnread = messageUnread
    self.roleUnseen = roleUnseen
  }
}
