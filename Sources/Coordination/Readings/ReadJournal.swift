import Ledgers
import Sealing
import WorkflowModel
import WorkflowRules

/// A record as this user can read it: the words of a sealed entry, if they are to be had, or why not.
package struct ReadRecord: Sendable {
  package let logged: LoggedRecord
  /// Nil for what was never sealed.
  package let seal: SealReading?

  package init(_ logged: LoggedRecord, seal: SealReading? = nil) {
    self.logged = logged
    self.seal = seal
  }
}

package enum SealReading: Hashable, Sendable {
  /// Its key is published.
  case published(title: String, body: String)
  /// The user has the secret; for all others it is closed until then.
  case own(title: String, body: String, until: SealEnd)
  case sealed(until: SealEnd)
  /// It has a key, and does not open with it: why.
  case damaged(String)
}

/// What a sealed entry waits for.
package enum SealEnd: Hashable, Sendable {
  case ruling(GateID)
  /// The ruling has come; the key has not.
  case key(of: PrincipalName)
  case closing(PhaseID)
  /// The record does not count, so its key is never asked for.
  case never
}

extension Coordinator {
  /// The phase's journal, oldest first. Entries that are not sealed are kept from an Adversary while a claim waits for a
  /// ruling; sealed ones keep themselves.
  package func journalEntries() async throws -> [ReadRecord] {
    let standing = try await standing()
    let phase = try phaseState(in: standing.state)
    let entries = try branch.records(upTo: standing.tip).filter {
      $0.record.content.act.kind == .journal && $0.record.content.phase == phase.phase.id
    }
    let mode = standing.state.journalMode(of: phase.phase)
    if mode == .open || entries.contains(where: { $0.record.content.act.seal == nil }),
      try acting(in: standing.state).role == .adversary,
      let open = phase.phase.gates.first(where: { phase.gate($0.id).standing.answerable != nil })
    {
      throw CoordinationError.usage(
        "a claim on \(open.id) waits for your ruling, and the journal is not read before it",
        mend: "assay collect \(open.id), then: assay review \(open.id)")
    }
    return try entries.map { try read($0, in: standing.state) }
  }

  /// The record with what is known of its seal.
  func read(_ logged: LoggedRecord, in state: WorkflowState) throws -> ReadRecord {
    let content = logged.record.content
    guard case .journal(let gate, let digest?) = content.act, let id = content.phase else { return ReadRecord(logged) }
    guard logged.refusals.isEmpty, let phase = state.phases[id], let seal = phase.seal(digest) else {
      return ReadRecord(logged, seal: .sealed(until: .never))
    }
    let isPublished = seal.key != nil
    guard let key = try seal.key ?? (isOwn(seal, in: state) ? ownKey(of: seal, in: phase, of: state) : nil) else {
      return ReadRecord(logged, seal: .sealed(until: phase.end(of: seal)))
    }
    do throws(SealingTrouble) {
      let context = SealContext(
        founding: state.founding ?? .none, phase: id, gate: gate, principal: content.principal)
      let entry = try SealedEntry.open(content.body, with: key, for: context, commitment: digest)
      return ReadRecord(
        logged,
        seal: isPublished
          ? .published(title: entry.title, body: entry.body)
          : .own(title: entry.title, body: entry.body, until: phase.end(of: seal)))
    } catch {
      return ReadRecord(logged, seal: .damaged(error.description))
    }
  }
}

extension Coordinator {
  /// Whether the user acts as the Builder whose seal it is. On a machine that several parties share, another role's
  /// clone could find the secret; it does not look.
  private func isOwn(_ seal: Seal, in state: WorkflowState) throws -> Bool {
    guard try (role ?? branch.settings().role) == .builder else { return false }
    return try acting(in: state).principal.name == seal.principal
  }
}

extension PhaseState {
  fileprivate func end(of seal: Seal) -> SealEnd {
    if isDue(seal) { return .key(of: seal.principal) }
    guard let gate = seal.gate, phase.gate(gate) != nil else { return .closing(phase.id) }
    return .ruling(gate)
  }
}

extension Act {
  fileprivate var seal: Digest? {
    if case .journal(_, let seal) = self { seal } else { nil }
  }
}
