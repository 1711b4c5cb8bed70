import Ledgers
import WorkflowModel
import WorkflowRules

extension WatchEvent {
  /// The event that a record of the branch is. A record that a rule refuses is an event as well, of another kind: it
  /// changed nothing, and somebody should know that it was tried.
  package init(_ logged: LoggedRecord) {
    let record = logged.record
    let content = record.content
    let line = RecordSubject.line(of: content)
    guard logged.refusals.isEmpty else {
      let against = logged.refusals.map { "\($0.rule.rawValue): \($0.found)" }.joined(separator: "; ")
      self.init(
        id: record.id.description, kind: .violation, phase: content.phase, gate: content.act.gate, record: record.id,
        principal: content.principal, wakes: [.operator, .watchdog],
        title: InertText.line("\(line) is refused: \(against)"), time: record.time, next: "assay audit")
      return
    }
    let wakes = content.act.wakes.filter { $0 != content.role || content.act.isToTheAuthorsOwnRole }
    self.init(
      id: record.id.description, kind: EventKind(content.act.kind), phase: content.phase, gate: content.act.gate,
      record: record.id, principal: content.principal, wakes: wakes, title: InertText.line(line), time: record.time,
      next: wakes.isEmpty ? nil : content.act.isMessage ? "assay inbox" : "assay brief")
  }
}

extension EventKind {
  /// Kinds of record and kinds of event have the same words.
  package init(_ kind: RecordKind) {
    self =
      switch kind {
      case .founding: .founding
      case .policy: .policy
      case .phaseFile: .phaseFile
      case .phaseOpen: .phaseOpen
      case .gateReopened: .gateReopened
      case .phaseReopened: .phaseReopened
      case .claim: .claim
      case .withdrawal: .withdrawal
      case .verdict: .verdict
      case .revocation: .revocation
      case .veto: .veto
      case .vetoLifted: .vetoLifted
      case .conditionLifted: .conditionLifted
      case .waiver: .waiver
      case .probes: .probes
      case .baseline: .baseline
      case .finding: .finding
      case .correction: .correction
      case .findingClosed: .findingClosed
      case .backlog: .backlog
      case .backlogDone: .backlogDone
      case .journal: .journal
      case .journalKey: .journalKey
      case .deferral: .deferral
      case .resolution: .resolution
      case .decision: .decision
      case .message: .message
      case .acknowledgement: .acknowledgement
      case .done: .done
      }
  }
}

extension Act {
  /// Who is to act once this is on the record. Notes, findings and the Builder's own books wake nobody: a finding comes
  /// with the verdict that cites it.
  fileprivate var wakes: [Role] {
    switch self {
    case .claim, .withdraw, .waive: [.adversary]
    case .rule, .revoke, .veto, .liftVeto, .liftCondition, .reopenGate, .reopenPhase: [.builder]
    case .send(let role, _): [role]
    case .openPhase: [.builder, .adversary]
    case .filePhase: [.builder]
    case .done: [.adversary, .operator]
    case .changePolicy: [.watchdog]
    case .foundWorkspace, .registerProbes, .captureBaseline, .openFinding, .correctFinding, .closeFinding, .addBacklog,
      .finishBacklog, .journal, .publishKey, .defer, .resolve, .decide, .acknowledge:
      []
    }
  }

  fileprivate var isMessage: Bool { if case .send = self { true } else { false } }

  /// Nobody is woken by what they did themselves, but a role may write to itself.
  fileprivate var isToTheAuthorsOwnRole: Bool { isMessage }
}

extension WorkflowState {
  /// Whether somebody is still to act on the record. Who is told for the first time is told these, however old they are.
  package func isOpen(_ logged: LoggedRecord) -> Bool {
    guard logged.refusals.isEmpty else { return false }
    let id = logged.record.id
    if messages.contains(where: { $0.id == id }) { return true }
    guard let phase = logged.record.content.phase.flatMap({ phases[$0] }), phase.stage != .done else { return false }
    if case .openPhase = logged.record.content.act { return phase.gates.isEmpty }
    guard let gate = logged.record.content.act.gate else { return false }
    switch phase.gate(gate).standing {
    case .claimed(let claim): return claim.record == id
    case .failed: return phase.gate(gate).rounds.last?.verdict == id
    case .conditional(_, _, let verdict): return verdict == id
    case .passed(let pass): return pass.votes.last?.record == id
    case .unclaimed, .withdrawn, .revoked, .escalated: return false
    }
  }
}
