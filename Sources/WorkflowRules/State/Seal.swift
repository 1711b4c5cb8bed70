import WorkflowModel

/// A key that journal entries are sealed with, known by its digest until it is published.
package struct Seal: Hashable, Sendable {
  package let digest: Digest
  package let principal: PrincipalName
  /// Nil for entries that are about no gate.
  package let gate: GateID?
  /// The records that are sealed with it, until it is published: then all of them have been opened.
  package internal(set) var entries: [ObjectID] = []
  /// Whether the gate has been ruled on since then.
  package internal(set) var isRuledOn = false
  /// The key, once it is published.
  package internal(set) var key: SealKey?

  init(digest: Digest, principal: PrincipalName, gate: GateID?) {
    self.digest = digest
    self.principal = principal
    self.gate = gate
  }

  /// The entries that are not known to open with the key, each with the reason.
  package func unopened(_ readings: [ObjectID: EntryReading]) -> [(entry: ObjectID, why: String)] {
    entries.compactMap { entry in
      switch readings[entry] {
      case .opened: nil
      case .closed(let why): (entry, why)
      case nil: (entry, "it was not read")
      }
    }
  }
}

extension PhaseState {
  package func seal(_ digest: Digest) -> Seal? { seals.first { $0.digest == digest } }

  /// Whether the ruling that a seal waits for has come, and no other is waited for: its key is due then.
  package func isDue(_ seal: Seal) -> Bool {
    guard seal.key == nil, seal.isRuledOn, let gate = seal.gate else { return false }
    return self.gate(gate).standing.answerable == nil
  }

  /// How many keys of a principal's entries have been published: the epoch of the next key.
  package func epoch(of gate: GateID?, for principal: PrincipalName) -> Int {
    seals.count { $0.gate == gate && $0.principal == principal && $0.key != nil }
  }

  mutating func noteEntry(_ id: ObjectID, under digest: Digest, on gate: GateID?, by principal: PrincipalName) {
    if seal(digest) == nil { seals.append(Seal(digest: digest, principal: principal, gate: gate)) }
    for index in seals.indices where seals[index].digest == digest { seals[index].entries.append(id) }
  }

  mutating func noteRuling(on gate: GateID) {
    for index in seals.indices where seals[index].gate == gate { seals[index].isRuledOn = true }
  }

  mutating func publish(_ key: SealKey, of digest: Digest, on gate: GateID?, by principal: PrincipalName) {
    for index in seals.indices where seals[index].digest == digest {
      seals[index].key = key
      seals[index].entries = []
    }
  }
}

extension WorkflowState {
  /// Whether the phase's journal is sealed, by the policy in force.
  package func journalMode(of phase: Phase) -> JournalMode {
    policy.map { phase.journalMode(under: $0) } ?? phase.journal ?? .open
  }
}
