import WorkflowModel

extension PhaseStage: Packable {}

extension PhaseState: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(phase, plan, stage, gates, findings.values.sorted { $0.id < $1.id }, vetoes, waivers, probes)
    packer.put(backlog.values.sorted { $0.id < $1.id }, journalEntries, seals, decisions, deferrals, closed, opened)
    packer.put(cleared, citedNonces)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(phase: try unpacker.next(), plan: try unpacker.next())
    stage = try unpacker.next()
    gates = try unpacker.next()
    for finding in try unpacker.next([FindingState].self) { findings[finding.id] = finding }
    vetoes = try unpacker.next()
    waivers = try unpacker.next()
    probes = try unpacker.next()
    for item in try unpacker.next([BacklogState].self) { backlog[item.id] = item }
    journalEntries = try unpacker.next()
    seals = try unpacker.next()
    decisions = try unpacker.next()
    deferrals = try unpacker.next()
    closed = try unpacker.next()
    opened = try unpacker.next()
    cleared = try unpacker.next()
    citedNonces = try unpacker.next()
  }
}

extension Closing: Packable {
  package func pack(into packer: inout Packer) { packer.put(record, time) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(record: try unpacker.next(), time: try unpacker.next())
  }
}

extension FindingState: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(id, gate, severity, title, by, time, corrections, closedBy, closedAt)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      id: try unpacker.next(), gate: try unpacker.next(), severity: try unpacker.next(), title: try unpacker.next(),
      by: try unpacker.next(), time: try unpacker.next(), corrections: try unpacker.next(),
      closedBy: try unpacker.next(), closedAt: try unpacker.next())
  }
}

extension BacklogState: Packable {
  package func pack(into packer: inout Packer) { packer.put(id, title, done) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(id: try unpacker.next(), title: try unpacker.next(), done: try unpacker.next())
  }
}

extension StandingVeto: Packable {
  package func pack(into packer: inout Packer) { packer.put(record, by, reason, time) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      record: try unpacker.next(), by: try unpacker.next(), reason: try unpacker.next(), time: try unpacker.next())
  }
}

extension Signatory: Packable {
  package func pack(into packer: inout Packer) { packer.put(name, address, key) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(name: try unpacker.next(), address: try unpacker.next(), key: try unpacker.next())
  }
}

extension Waiver: Packable {
  package func pack(into packer: inout Packer) { packer.put(record, by, gate, check, expires, reason) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      record: try unpacker.next(), by: try unpacker.next(), gate: try unpacker.next(), check: try unpacker.next(),
      expires: try unpacker.next(), reason: try unpacker.next())
  }
}

extension Seal: Packable {
  package func pack(into packer: inout Packer) { packer.put(digest, principal, gate, entries, isRuledOn, key) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(digest: try unpacker.next(), principal: try unpacker.next(), gate: try unpacker.next())
    entries = try unpacker.next()
    isRuledOn = try unpacker.next()
    key = try unpacker.next()
  }
}
