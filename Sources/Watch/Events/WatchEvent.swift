import WorkflowModel

/// Something that a consumer is told: a record of the coordination branch, or what the watch noticed by itself.
///
/// An event's id is its own for ever: a record's object id, or the notice's kind and what it is about. Whoever is told
/// twice, which can happen after a kill, knows it by that.
package struct WatchEvent: Hashable, Codable, Sendable {
  /// A record's full object id, or `claim-unanswered:<object id>`.
  package let id: String
  package let kind: EventKind
  package let phase: PhaseID?
  package let gate: GateID?
  /// The record that it is, or is about.
  package let record: ObjectID?
  /// Who wrote the record.
  package let principal: PrincipalName?
  /// The roles that are to act on it; empty for what nobody waits for.
  package let wakes: [Role]
  /// One inert line, such as `claim(dstamp): M1 — fix in place`.
  package let title: String
  /// The record's time or, for a notice, when it was noticed.
  package let time: Timestamp
  /// What whoever is woken runs first.
  package let next: String?

  package init(
    id: String, kind: EventKind, phase: PhaseID? = nil, gate: GateID? = nil, record: ObjectID? = nil,
    principal: PrincipalName? = nil, wakes: [Role] = [], title: String, time: Timestamp, next: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.phase = phase
    self.gate = gate
    self.record = record
    self.principal = principal
    self.wakes = wakes
    self.title = title
    self.time = time
    self.next = next
  }
}

extension Consumer {
  /// Whether the consumer wants to be told.
  package func wants(_ event: WatchEvent) -> Bool {
    if let kinds, !kinds.contains(event.kind) { return false }
    if let phase, event.phase != nil, event.phase != phase { return false }
    if let role, !event.wakes.contains(role) { return false }
    return true
  }
}
