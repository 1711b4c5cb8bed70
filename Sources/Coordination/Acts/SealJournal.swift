import HostEffects
import Ledgers
import Sealing
import WorkflowModel
import WorkflowRules

/// On what ground a Builder's keys are published.
package enum KeyGround: Sendable {
  /// The gate has been ruled on. Every writing command of a Builder publishes these in front of its own record.
  case ruling
  /// Nothing but keys keeps the phase from being done: then those that no ruling covers, too.
  case closing
}

extension Coordinator {
  package func journal(_ text: String, gate: GateID?) async throws -> Submission {
    let words = try Wording(text, for: "the entry")
    return try await submit { standing, acting in
      let phase = try phaseState(in: standing.state)
      let act: Act
      var (title, body) = (words.title, words.body)
      // Who may not write a journal needs no secret to be told so.
      if standing.state.journalMode(of: phase.phase) == .sealed, acting.role == .builder {
        let key = try newestKey(of: gate, in: phase, of: standing.state, by: acting.principal.name)
        let context = try sealContext(phase.phase.id, gate, acting.principal.name, in: standing.state)
        do throws(SealingTrouble) {
          body = try SealedEntry(title: words.title, body: words.body)
            .seal(with: key, for: context, nonce: host.randomBytes(SealedText.nonceCount))
        } catch {
          throw CoordinationError.malformed(
            error.description, mend: "put the long part into a file of the repository, and name it here")
        }
        title = SealedText.title
        act = .journal(gate, seal: key.commitment)
      } else {
        act = .journal(gate)
      }
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.phase.id, act: act, title: title, body: body
        )
      ]
    }
  }

  /// Publishes what the rules let the Builder publish, and nothing else.
  package func publishJournal() async throws -> Submission {
    try await submit(.everything, publishing: .closing, waking: .asked(phase)) { standing, acting in
      let name = acting.principal.name
      guard acting.role == .builder else {
        throw CoordinationError.refused([.r1(.roleMayNot(acting.role, .journalKey, who: [.builder]))])
      }
      if let left = try publishable(.closing, after: standing, by: acting).first {
        // With the key at hand, it is the entries that keep it back: the rule says which.
        if let key = try keyRecord(left, after: standing, by: acting) { return [key] }
        throw CoordinationError.usage(
          "the secret that \(name)'s seal \(left.seal.digest.hex.prefix(12)) was made with is not on this machine",
          mend: "run it where the entry was written; if the secret is lost: assay principal revoke \(name)")
      }
      return []
    }
  }

  /// The next record that publishes one of the Builder's keys; nil when there is none that can be published here. A key
  /// that an entry does not open with stays back, and keeps no other act from being done.
  func keyToPublish(_ ground: KeyGround, after standing: Standing, by acting: Acting) async throws -> RecordContent? {
    for left in try publishable(ground, after: standing, by: acting) {
      guard let key = try keyRecord(left, after: standing, by: acting) else { continue }
      let facts = try await branch.facts(for: key, in: standing.state, on: standing.tip)
      if left.seal.unopened(facts.sealedEntries).isEmpty { return key }
    }
    return nil
  }

  private typealias Publishable = (phase: PhaseState, seal: Seal, head: ObjectID?)

  private func keyRecord(_ left: Publishable, after standing: Standing, by acting: Acting) throws -> RecordContent? {
    try ownKey(of: left.seal, in: left.phase, of: standing.state).map { key in
      RecordContent(
        principal: acting.principal.name, role: acting.role, phase: left.phase.phase.id,
        act: .publishKey(left.seal.gate, key, head: left.head))
    }
  }

  /// The Builder's seals whose keys may be published now, with the head where that is the ground.
  private func publishable(
    _ ground: KeyGround, after standing: Standing, by acting: Acting
  ) throws -> [Publishable] {
    guard acting.role == .builder else { return [] }
    var found: [Publishable] = []
    for phase in standing.state.activePhases {
      let own = phase.seals.filter { $0.key == nil && $0.principal == acting.principal.name }
      guard !own.isEmpty else { continue }
      found += own.filter { phase.isDue($0) }.map { (phase, $0, nil) }
      guard ground == .closing, self.phase == nil || phase.phase.id == self.phase,
        let head = try closingHead(of: phase, at: standing.tip)
      else { continue }
      let missing = standing.state.missingButKeys(
        phase.phase.id, at: max(host.now(), standing.state.lastTime ?? host.now()),
        drift: try branch.drift(of: phase, at: standing.tip))
      if missing.isEmpty { found += own.filter { !phase.isDue($0) }.map { (phase, $0, head) } }
    }
    return found
  }

  /// The head that the phase is closed on; nil when the remote has no such branch.
  func closingHead(of phase: PhaseState, at tip: ObjectID?) throws -> ObjectID? {
    try phase.phase.branch.map { try branch.remoteHead(of: $0) } ?? tip
  }

  /// The key of a seal, made again from the secret that the user has here; nil if it was made from another.
  func ownKey(of seal: Seal, in phase: PhaseState, of state: WorkflowState) throws -> SealKey? {
    guard let founding = state.founding,
      let secret = try keyring.sealSecret(of: seal.principal, in: founding)
    else { return nil }
    let context = try sealContext(phase.phase.id, seal.gate, seal.principal, in: state)
    // Another clone of the Builder's may have published while this seal was in use, so its epoch may be an older one.
    for epoch in (0...phase.epoch(of: seal.gate, for: seal.principal)).reversed() {
      let key = try derive(from: secret, context, epoch)
      if key.commitment == seal.digest { return key }
    }
    return nil
  }

  private func newestKey(
    of gate: GateID?, in phase: PhaseState, of state: WorkflowState, by name: PrincipalName
  ) throws -> SealKey {
    let context = try sealContext(phase.phase.id, gate, name, in: state)
    let secret = try keyring.makeSealSecret(of: name, in: context.founding)
    return try derive(from: secret, context, phase.epoch(of: gate, for: name))
  }

  private func derive(from secret: [UInt8], _ context: SealContext, _ epoch: Int) throws -> SealKey {
    do {
      return try SealKey.derive(from: secret, for: context, epoch: epoch)
    } catch {
      throw CoordinationError.damaged(error.description, mend: "put the secret back from a copy")
    }
  }

  func sealContext(
    _ phase: PhaseID, _ gate: GateID?, _ name: PrincipalName, in state: WorkflowState
  ) throws -> SealContext {
    guard let founding = state.founding else { throw CoordinationError.refused([.r7(.notFounded)]) }
    return SealContext(founding: founding, phase: phase, gate: gate, principal: name)
  }
}
