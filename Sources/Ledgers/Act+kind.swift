import WorkflowModel

/// The stored names of the kinds of record: the values of `Assay-Record`.
package enum RecordKind: String, CaseIterable, Sendable, Codable {
  case founding
  case policy
  case phaseFile = "phase-file"
  case phaseOpen = "phase-open"
  case gateReopened = "gate-reopened"
  case phaseReopened = "phase-reopened"
  case claim
  case withdrawal
  case verdict
  case revocation
  case veto
  case vetoLifted = "veto-lifted"
  case conditionLifted = "condition-lifted"
  case waiver
  case probes
  case baseline
  case finding
  case correction
  case findingClosed = "finding-closed"
  case backlog
  case backlogDone = "backlog-done"
  case journal
  case journalKey = "journal-key"
  case deferral
  case resolution
  case decision
  case message
  case acknowledgement
  case done
}

extension Act {
  package var kind: RecordKind {
    switch self {
    case .foundWorkspace: .founding
    case .changePolicy: .policy
    case .filePhase: .phaseFile
    case .openPhase: .phaseOpen
    case .reopenGate: .gateReopened
    case .reopenPhase: .phaseReopened
    case .claim: .claim
    case .withdraw: .withdrawal
    case .rule: .verdict
    case .revoke: .revocation
    case .veto: .veto
    case .liftVeto: .vetoLifted
    case .liftCondition: .conditionLifted
    case .waive: .waiver
    case .registerProbes: .probes
    case .captureBaseline: .baseline
    case .openFinding: .finding
    case .correctFinding: .correction
    case .closeFinding: .findingClosed
    case .addBacklog: .backlog
    case .finishBacklog: .backlogDone
    case .journal: .journal
    case .publishKey: .journalKey
    case .defer: .deferral
    case .resolve: .resolution
    case .decide: .decision
    case .send: .message
    case .acknowledge: .acknowledgement
    case .done: .done
    }
  }

  /// The gate it is about, if it is about one.
  package var gate: GateID? {
    switch self {
    case .reopenGate(let gate), .withdraw(let gate, _), .revoke(let gate, _), .liftCondition(let gate, _, _),
      .waive(let gate, _, _), .registerProbes(let gate, _), .captureBaseline(let gate, _):
      gate
    case .claim(let claim): claim.gate
    case .rule(let verdict): verdict.gate
    case .openFinding(_, let gate, _), .journal(let gate, _), .publishKey(let gate, _, _): gate
    default: nil
    }
  }

  /// The evidence set it cites, if it cites one.
  package var evidence: ObjectID? {
    switch self {
    case .claim(let claim): claim.evidence
    case .rule(let verdict): verdict.evidence
    case .liftCondition(_, _, let evidence): evidence
    default: nil
    }
  }

  /// The commit it is about, if it names one that has to exist on the remote.
  package var subject: ObjectID? {
    switch self {
    case .claim(let claim): claim.subject
    case .rule(let verdict): verdict.subject
    case .captureBaseline(_, let subject), .closeFinding(_, let subject): subject
    case .done(let head): head
    case .publishKey(_, _, let head): head
    default: nil
    }
  }
}

extension Act {
  /// The id of the numbered item it is about.
  package var item: String? {
    switch self {
    case .openFinding(let id, _, _), .correctFinding(let id), .closeFinding(let id, _): id.description
    case .addBacklog(let id), .finishBacklog(let id): id.description
    case .defer(let id, _), .resolve(let id, _): id.description
    default: nil
    }
  }
}
