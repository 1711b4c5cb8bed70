import Ledgers
import WorkflowModel

/// V6 — The journal was sealed from this principal until the verdict. Where a phase's journal is sealed, every entry is;
/// a key is published after the ruling on its gate and never while a claim waits for one; what is written after the
/// ruling has a new key. A key is published only if it opens every entry under its seal: who sealed something else has
/// withheld it, and D1 waits.
package enum SealedJournal: RefusalReason {
  case plain(PhaseID)
  case open(PhaseID)
  case malformed(String)
  case keyIsDue(GateID?, seal: Digest)
  case keyIsOut(seal: Digest)
  case otherSeal(PrincipalName, GateID?, seal: Digest)
  case notRuledOn(GateID?)
  case unknownKey(PrincipalName, GateID?)
  case beforeClosing(MissingForDone)
  case doesNotOpen(entry: ObjectID, PrincipalName, why: String)

  package var found: String {
    switch self {
    case .plain(let phase): "phase \(phase)'s journal is sealed, and this entry is not"
    case .open(let phase): "phase \(phase)'s journal is open, and this entry is sealed"
    case .malformed(let why): "it cannot be a sealed entry: \(why)"
    case .keyIsDue(let gate, _):
      "\(gate.map(\.text) ?? "the phase") was ruled on since, so the key of this seal is to be published, not used again"
    case .keyIsOut(let seal): "the key of seal \(seal.hex.prefix(12)) is published, so nothing is sealed with it"
    case .otherSeal(let name, let gate, let seal):
      "seal \(seal.hex.prefix(12)) is \(name)'s for \(Self.entries(of: gate))"
    case .notRuledOn(let gate?): "\(gate) has not been ruled on since the first entry with this key, or a claim waits"
    case .notRuledOn(nil): "entries of no gate are unsealed when nothing else keeps the phase from being done"
    case .unknownKey(let name, let gate):
      "no sealed key of \(name)'s for \(Self.entries(of: gate)) has that digest, or it is published already"
    case .beforeClosing(let missing): "\(missing.found), so rulings are still to come"
    case .doesNotOpen(let entry, _, let why): "entry \(entry.short) does not open with the key: \(InertText.line(why))"
    }
  }

  package var mend: String {
    switch self {
    case .plain, .open, .malformed: "run the command again: assay journal add"
    case .keyIsDue, .keyIsOut, .otherSeal: "run the command again: it publishes what is due and takes a new key"
    case .notRuledOn(let gate?): "wait for the ruling: assay wait --for verdict --gate \(gate)"
    case .notRuledOn(nil): "assay done publishes it"
    case .unknownKey: "assay journal publish"
    case .beforeClosing(let missing): missing.mend
    case .doesNotOpen(_, let name, _): "an operator gives up what \(name) sealed: assay principal revoke \(name)"
    }
  }

  static func entries(of gate: GateID?) -> String { gate.map { "journal entries on \($0)" } ?? "journal entries" }
}

enum V6SealedJournal: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    let content = candidate.content
    guard let id = content.phase, let phase = state.phases[id] else { return [] }
    switch content.act {
    case .journal(let gate, let digest): return refusals(of: content, on: gate, under: digest, in: phase, state)
    case .publishKey(let gate, _, let head):
      guard let digest = candidate.facts.keyDigest, let seal = phase.seal(digest), seal.key == nil,
        seal.principal == content.principal, seal.gate == gate
      else { return [.v6(.unknownKey(content.principal, gate))] }
      let unopened = seal.unopened(candidate.facts.sealedEntries)
      if !unopened.isEmpty {
        return unopened.map { .v6(.doesNotOpen(entry: $0.entry, seal.principal, why: $0.why)) }
      }
      guard let head else { return phase.isDue(seal) ? [] : [.v6(.notRuledOn(gate))] }
      if let expected = candidate.facts.expectedHead, expected != head {
        return [.v6(.beforeClosing(.otherHead(found: head, expected: expected)))]
      }
      return state.missingButKeys(id, at: candidate.time, drift: candidate.facts.drift).map { .v6(.beforeClosing($0)) }
    default: return []
    }
  }

  private static func refusals(
    of content: RecordContent, on gate: GateID?, under digest: Digest?, in phase: PhaseState, _ state: WorkflowState
  ) -> [Refusal] {
    switch (state.journalMode(of: phase.phase), digest) {
    case (.open, nil): return []
    case (.open, .some): return [.v6(.open(phase.phase.id))]
    case (.sealed, nil): return [.v6(.plain(phase.phase.id))]
    case (.sealed, let digest?):
      guard content.title == SealedText.title else { return [.v6(.malformed("its title is not the neutral one"))] }
      if let trouble = SealedText.trouble(with: content.body) { return [.v6(.malformed(trouble))] }
      // One key for two gates, or two Builders, would be published by the first ruling on either.
      guard let known = state.phases.seal(digest) else { return [] }
      if known.key != nil { return [.v6(.keyIsOut(seal: digest))] }
      guard let own = phase.seal(digest), own.principal == content.principal, own.gate == gate else {
        return [.v6(.otherSeal(known.principal, known.gate, seal: digest))]
      }
      return phase.isDue(own) ? [.v6(.keyIsDue(gate, seal: digest))] : []
    }
  }
}
