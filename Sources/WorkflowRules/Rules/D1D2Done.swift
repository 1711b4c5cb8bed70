import Ledgers
import WorkflowModel

/// D1 — DONE is computed: every DoD item covered by fresh PASSes, no veto, no open blocking finding, no unlifted
/// condition, no expired waiver, no unacknowledged blocking message, no journal key withheld.
package enum MissingForDone: RefusalReason {
  case notPassed(GateID, items: [DoDItemID], standing: String)
  case stale(GateID, [StaleReason])
  case unknownDrift(GateID)
  case uncovered(DoDItemID)
  case nothingDeclared
  case unlifted(GateID, condition: String)
  case veto(ObjectID, by: PrincipalName, reason: String)
  case finding(FindingID, title: String)
  case expiredWaiver(GateID, CheckID)
  case unread(ObjectID, to: Role, title: String)
  case otherHead(found: ObjectID, expected: ObjectID)
  case sealed(PrincipalName, GateID?, seal: Digest)

  package var found: String {
    switch self {
    case .notPassed(let gate, let items, let standing): "\(list(items)): gate \(gate) is \(standing)"
    case .stale(let gate, let reasons): "gate \(gate) is stale: \(list(reasons))"
    case .unknownDrift(let gate): "it is not known what changed since gate \(gate) was passed"
    case .uncovered(let item): "\(item) is covered by no gate"
    case .nothingDeclared: "the phase declares no item and no gate"
    case .unlifted(let gate, let condition): "gate \(gate) is conditional: \(InertText.line(condition))"
    case .veto(let id, let name, let reason): "a veto of \(name) stands (\(id.short)): \(InertText.line(reason))"
    case .finding(let id, let title): "blocking finding \(id) is open: \(InertText.line(title))"
    case .expiredWaiver(let gate, let check): "the waiver of \(check) in gate \(gate) has expired"
    case .unread(let id, let role, let title):
      "the \(role.rawValue) has not acknowledged blocking message \(id.short): \(InertText.line(title))"
    case .otherHead(let found, let expected):
      "it was computed on head \(found.short), and the head is \(expected.short)"
    case .sealed(let name, let gate, let seal):
      "\(name) has not published the key of \(SealedJournal.entries(of: gate)) (\(seal.hex.prefix(12)))"
    }
  }

  package var mend: String {
    switch self {
    case .notPassed(let gate, _, _): "assay status \(gate)"
    case .stale(let gate, _), .unknownDrift(let gate): "claim it again: assay claim \(gate)"
    case .uncovered, .nothingDeclared: "an operator mends the phase file: assay phase add FILE"
    case .unlifted(let gate, _): "the Adversary: assay collect \(gate), then assay lift \(gate)"
    case .veto(_, let name, _): "\(name): assay lift --reason TEXT"
    case .finding(let id, _): "the Adversary re-tests and: assay finding close \(id)"
    case .expiredWaiver(let gate, let check): "a new waiver of \(check), or claim \(gate) again"
    case .unread(let id, let role, _): "the \(role.rawValue): assay ack \(id.short)"
    case .otherHead: "assay done, again"
    case .sealed(let name, _, _):
      "\(name), where the seal's secret is: assay journal publish; if it is lost: assay principal revoke \(name)"
    }
  }
}

enum D1Done: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .done(let head) = candidate.content.act, let id = candidate.content.phase else { return [] }
    if let expected = candidate.facts.expectedHead, expected != head {
      return [.d1(.otherHead(found: head, expected: expected))]
    }
    return state.missingForDone(id, at: candidate.time, drift: candidate.facts.drift).map { .d1($0) }
  }
}

extension WorkflowState {
  /// What keeps the phase from being done; empty when it can be closed as it stands.
  package func missingForDone(_ id: PhaseID, at time: Timestamp, drift: [GateID: Drift]) -> [MissingForDone] {
    missingButKeys(id, at: time, drift: drift) + withheldKeys(of: id)
  }

  /// The seals that nobody has opened. A Builder who is no principal any more keeps nobody waiting: an operator gave up
  /// what they had sealed, on the record.
  func withheldKeys(of id: PhaseID) -> [MissingForDone] {
    (phases[id]?.seals ?? [])
      .filter { $0.key == nil && policy?.principal(named: $0.principal) != nil }
      .map { .sealed($0.principal, $0.gate, seal: $0.digest) }
  }

  /// What keeps the phase from being done, once the keys of sealed entries are published.
  package func missingButKeys(_ id: PhaseID, at time: Timestamp, drift: [GateID: Drift]) -> [MissingForDone] {
    guard let phase = phases[id] else { return [] }
    var missing: [MissingForDone] = []
    for item in phase.phase.items where !phase.phase.gates.contains(where: { $0.covers.contains(item.id) }) {
      missing.append(.uncovered(item.id))
    }
    if missing.isEmpty, phase.phase.gates.isEmpty { missing.append(.nothingDeclared) }
    for gate in phase.phase.gates {
      switch phase.gate(gate.id).standing {
      case .passed(let pass):
        let stale = phase.staleness(of: gate.id, at: time, drift: drift[gate.id])
        if drift[gate.id] == nil { missing.append(.unknownDrift(gate.id)) }
        if !stale.isEmpty { missing.append(.stale(gate.id, stale)) }
        let waived = Set(pass.votes.flatMap(\.waived)).sorted()
        for check in waived where phase.waiver(gate.id, check, of: pass.claim, at: time) == nil {
          missing.append(.expiredWaiver(gate.id, check))
        }
      case .conditional(_, let condition, _): missing.append(.unlifted(gate.id, condition: condition))
      case let standing:
        missing.append(.notPassed(gate.id, items: gate.covers, standing: standing.word))
      }
    }
    missing += phase.vetoes.map { .veto($0.record, by: $0.by, reason: $0.reason) }
    missing += phase.openFindings.filter { $0.severity == .blocking }.map { .finding($0.id, title: $0.title) }
    missing += messages.filter { $0.phase == id && $0.weight == .blocking }
      .map { .unread($0.id, to: $0.to, title: $0.title) }
    return missing
  }
}

/// D2 — DONE is final for the phase. Work after it is a new phase, or the operator reopens it on the record.
package enum FinalDone: RefusalReason {
  case done(PhaseID, at: Timestamp)

  package var found: String {
    switch self {
    case .done(let phase, let time): "phase \(phase) has been DONE since \(time)"
    }
  }

  package var mend: String {
    switch self {
    case .done(let phase, _):
      "a new phase; or an operator reopens it: assay phase reopen \(phase) --reason TEXT --as operator"
    }
  }
}

enum D2FinalDone: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard let id = candidate.content.phase, let phase = state.phases[id], phase.stage == .done else { return [] }
    switch candidate.content.act {
    case .reopenPhase, .send, .acknowledge, .decide, .defer, .resolve: return []
    default: return [.d2(.done(id, at: phase.closed?.time ?? candidate.time))]
    }
  }
}
