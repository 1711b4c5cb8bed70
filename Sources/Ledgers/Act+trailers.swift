import WorkflowModel

extension Act {
  /// Adds the trailers between the phase and the role.
  func addTrailers(to trailers: inout Trailers) {
    switch self {
    case .foundWorkspace(let policy), .changePolicy(let policy): trailers.add(.policy, policy)
    case .filePhase(let plan), .openPhase(let plan): trailers.add(.plan, plan)
    case .reopenGate(let gate): trailers.add(.gate, gate)
    case .reopenPhase, .veto, .decide: break
    case .claim(let claim): claim.addTrailers(to: &trailers)
    case .withdraw(let gate, let claim):
      trailers.add(.gate, gate)
      trailers.add(.claim, claim)
    case .rule(let verdict): verdict.addTrailers(to: &trailers)
    case .revoke(let gate, let verdict):
      trailers.add(.gate, gate)
      trailers.add(.revokes, verdict)
    case .liftVeto(let veto): trailers.add(.lifts, veto)
    case .liftCondition(let gate, let claim, let evidence):
      trailers.add(.gate, gate)
      trailers.add(.claim, claim)
      trailers.add(.evidence, evidence)
    case .waive(let gate, let check, let expires):
      trailers.add(.gate, gate)
      trailers.add(.check, check)
      trailers.add(.expires, expires)
    case .registerProbes(let gate, let probes):
      trailers.add(.gate, gate)
      for probe in probes { trailers.add(.probe, probe) }
    case .captureBaseline(let gate, let subject):
      trailers.add(.gate, gate)
      trailers.add(.subject, subject)
    case .openFinding(let finding, let gate, let severity):
      trailers.add(.gate, gate)
      trailers.add(.finding, finding)
      trailers.add(.severity, severity.rawValue)
    case .correctFinding(let finding): trailers.add(.finding, finding)
    case .closeFinding(let finding, let subject):
      trailers.add(.finding, finding)
      trailers.add(.subject, subject)
    case .addBacklog(let item), .finishBacklog(let item): trailers.add(.item, item)
    case .journal(let gate, let seal):
      trailers.add(.gate, gate)
      trailers.add(.seal, seal)
    case .publishKey(let gate, let key, let head):
      trailers.add(.gate, gate)
      trailers.add(.key, key)
      trailers.add(.head, head)
    case .defer(let deferral, let trigger):
      trailers.add(.deferral, deferral)
      trailers.add(.trigger, trigger)
    case .resolve(let deferral, let pointer):
      trailers.add(.deferral, deferral)
      trailers.add(.pointer, pointer)
    case .send(let role, let weight):
      trailers.add(.addressee, role.rawValue)
      trailers.add(.weight, weight.rawValue)
    case .acknowledge(let message): trailers.add(.message, message)
    case .done(let head): trailers.add(.head, head)
    }
  }

  init(kind: RecordKind, reading reader: inout TrailerReader, body: String) throws(MalformedRecord) {
    switch kind {
    case .founding: self = .foundWorkspace(policy: try reader.need(.policy))
    case .policy: self = .changePolicy(policy: try reader.need(.policy))
    case .phaseFile: self = .filePhase(plan: try reader.need(.plan))
    case .phaseOpen: self = .openPhase(plan: try reader.need(.plan))
    case .gateReopened: self = .reopenGate(try reader.need(.gate))
    case .phaseReopened: self = .reopenPhase
    case .claim: self = .claim(try Claim(reading: &reader, body: body))
    case .withdrawal: self = .withdraw(try reader.need(.gate), claim: try reader.need(.claim))
    case .verdict: self = .rule(try Verdict(reading: &reader))
    case .revocation: self = .revoke(try reader.need(.gate), verdict: try reader.need(.revokes))
    case .veto: self = .veto
    case .vetoLifted: self = .liftVeto(veto: try reader.need(.lifts))
    case .conditionLifted:
      self = .liftCondition(
        try reader.need(.gate), claim: try reader.need(.claim), evidence: try reader.need(.evidence))
    case .waiver:
      self = .waive(try reader.need(.gate), try reader.need(.check), expires: try reader.need(.expires))
    case .probes: self = .registerProbes(try reader.need(.gate), try reader.values(.probe))
    case .baseline: self = .captureBaseline(try reader.need(.gate), subject: try reader.need(.subject))
    case .finding:
      self = .openFinding(try reader.need(.finding), try reader.value(.gate), try reader.choice(.severity))
    case .correction: self = .correctFinding(try reader.need(.finding))
    case .findingClosed: self = .closeFinding(try reader.need(.finding), subject: try reader.need(.subject))
    case .backlog: self = .addBacklog(try reader.need(.item))
    case .backlogDone: self = .finishBacklog(try reader.need(.item))
    case .journal: self = .journal(try reader.value(.gate), seal: try reader.value(.seal))
    case .journalKey:
      self = .publishKey(try reader.value(.gate), try reader.need(.key), head: try reader.value(.head))
    case .deferral: self = .defer(try reader.need(.deferral), trigger: try reader.line(.trigger))
    case .resolution: self = .resolve(try reader.need(.deferral), pointer: try reader.line(.pointer))
    case .decision: self = .decide
    case .message: self = .send(to: try reader.choice(.addressee), try reader.choice(.weight))
    case .acknowledgement: self = .acknowledge(message: try reader.need(.message))
    case .done: self = .done(head: try reader.need(.head))
    }
  }
}

extension Claim {
  fileprivate func addTrailers(to trailers: inout Trailers) {
    trailers.add(.gate, gate)
    trailers.add(.subject, subject)
    trailers.add(.plan, plan)
    trailers.add(.checklist, checklist)
    trailers.add(.payload, payload.lineCounts)
    trailers.add(.again, again)
    trailers.add(.evidence, evidence)
  }

  fileprivate init(reading reader: inout TrailerReader, body: String) throws(MalformedRecord) {
    self.init(
      gate: try reader.need(.gate), subject: try reader.need(.subject), plan: try reader.need(.plan),
      checklist: try reader.need(.checklist),
      payload: try Payload(text: body, lineCounts: try reader.need(.payload)),
      again: try reader.optionalLine(.again), evidence: try reader.value(.evidence))
  }
}

extension Verdict {
  fileprivate func addTrailers(to trailers: inout Trailers) {
    trailers.add(.gate, gate)
    trailers.add(.verdict, ruling.rawValue)
    trailers.add(.claim, claim)
    trailers.add(.subject, subject)
    trailers.add(.plan, plan)
    trailers.add(.checklist, checklist)
    trailers.add(.evidence, evidence)
    for check in failing { trailers.add(.failing, check) }
    for finding in findings { trailers.add(.finding, finding) }
    trailers.add(.condition, condition)
    for probe in probes { trailers.add(.probe, probe) }
    trailers.add(.journal, journal.rawValue)
  }

  fileprivate init(reading reader: inout TrailerReader) throws(MalformedRecord) {
    self.init(
      gate: try reader.need(.gate), ruling: try reader.choice(.verdict), claim: try reader.need(.claim),
      subject: try reader.need(.subject), plan: try reader.need(.plan), checklist: try reader.need(.checklist),
      evidence: try reader.value(.evidence), failing: try reader.values(.failing),
      findings: try reader.values(.finding), condition: try reader.optionalLine(.condition),
      probes: try reader.values(.probe), journal: try reader.choice(.journal))
  }
}

extension TrailerReader {
  mutating func optionalLine(_ key: TrailerKey) throws(MalformedRecord) -> String? {
    guard let text = try text(key) else { return nil }
    try RecordText.check(line: text, of: key)
    return text
  }

  mutating func line(_ key: TrailerKey) throws(MalformedRecord) -> String {
    guard let text = try optionalLine(key) else { throw .missing(key) }
    return text
  }
}

extension Probe: LosslessStringConvertible {
  package var description: String { "\(id) \(text)" }

  /// Reads `P1 what will be tried`.
  package init?(_ description: String) {
    let parts = description.words(atMost: 2)
    guard parts.count == 2, let id = ProbeID(parts[0]) else { return nil }
    let text = parts[1]
    guard RecordText.line(text) == text, RecordText.isShort(text) else { return nil }
    self.init(id: id, text: text)
  }
}

extension ProbeAccount: LosslessStringConvertible {
  package var description: String { note.isEmpty ? "\(id) \(result.rawValue)" : "\(id) \(result.rawValue) \(note)" }

  /// Reads `P1 held what was seen`.
  package init?(_ description: String) {
    let parts = description.words(atMost: 3)
    guard parts.count >= 2, let id = ProbeID(parts[0]), let result = ProbeResult(rawValue: parts[1])
    else { return nil }
    let note = parts.count == 3 ? parts[2] : ""
    guard RecordText.line(note) == note, RecordText.isShort(note) else { return nil }
    self.init(id: id, result: result, note: note)
  }
}
