import WorkflowModel

extension WorkflowState: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(founding, policy, policyFile, phases, messages, deferrals, recordCount, disputes, fork)
    packer.put(lastTime, Dictionary(lastWritten.map { ($0.rawValue, $1) }, uniquingKeysWith: { first, _ in first }))
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init()
    founding = try unpacker.next()
    policy = try unpacker.next()
    policyFile = try unpacker.next()
    phases = try unpacker.next()
    messages = try unpacker.next()
    deferrals = try unpacker.next()
    recordCount = try unpacker.next()
    disputes = try unpacker.next()
    fork = try unpacker.next()
    lastTime = try unpacker.next()
    for (word, time) in try unpacker.next([String: Timestamp].self) {
      guard let role = Role(rawValue: word) else { throw Unpackable() }
      lastWritten[role] = time
    }
  }
}

/// The phases that are awake.
extension PhaseTable: Packable {
  package func pack(into packer: inout Packer) { packer.put(atHand) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self.init(awake: try unpacker.next()) }
}

extension RestingPhase: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(id, closed, seals, place)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    id = try unpacker.next()
    closed = try unpacker.next()
    seals = try unpacker.next()
    place = try unpacker.next()
  }
}

extension KeptPlace: Packable {
  package func pack(into packer: inout Packer) { packer.put(offset, length, digest) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(offset: try unpacker.next(), length: try unpacker.next(), digest: try unpacker.next())
  }
}

extension Fork: Packable {
  package func pack(into packer: inout Packer) { packer.put(after) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) { self.init(after: try unpacker.next()) }
}

extension Dispute: Packable {
  package func pack(into packer: inout Packer) { packer.put(commit, findings) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(commit: try unpacker.next(), findings: try unpacker.next())
  }
}

extension RuleID: Packable {}

extension Violation: Packable {
  package func pack(into packer: inout Packer) { packer.put(rule, found, mend) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    rule = try unpacker.next()
    found = try unpacker.next()
    mend = try unpacker.next()
  }
}

extension OpenMessage: Packable {
  package func pack(into packer: inout Packer) { packer.put(id, phase, from, to, weight, title, time) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      id: try unpacker.next(), phase: try unpacker.next(), from: try unpacker.next(), to: try unpacker.next(),
      weight: try unpacker.next(), title: try unpacker.next(), time: try unpacker.next())
  }
}

extension OpenDeferral: Packable {
  package func pack(into packer: inout Packer) { packer.put(id, title, trigger, by, time) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      id: try unpacker.next(), title: try unpacker.next(), trigger: try unpacker.next(), by: try unpacker.next(),
      time: try unpacker.next())
  }
}
