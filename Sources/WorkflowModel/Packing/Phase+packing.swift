extension Phase: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(
      id, title, plan, freshness, adversaries, rounds, waivers, journal, branch, items, gates, protections, liveness)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      id: try unpacker.next(), title: try unpacker.next(), plan: try unpacker.next(),
      freshness: try unpacker.next(), adversaries: try unpacker.next(), rounds: try unpacker.next(),
      waivers: try unpacker.next(), journal: try unpacker.next(), branch: try unpacker.next(),
      items: try unpacker.next(), gates: try unpacker.next(), protections: try unpacker.next(),
      liveness: try unpacker.next())
  }
}

extension Protection: Packable {
  package func pack(into packer: inout Packer) { packer.put(paths, until, branch) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(paths: try unpacker.next(), until: try unpacker.next(), branch: try unpacker.next())
  }
}

extension Liveness: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(claimUnanswered, verdictUnanswered, closable, messageUnread, roleUnseen)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      claimUnanswered: try unpacker.next(), verdictUnanswered: try unpacker.next(), closable: try unpacker.next(),
      messageUnread: try unpacker.next(), roleUnseen: try unpacker.next())
  }
}

extension DoDItem: Packable {
  package func pack(into packer: inout Packer) { packer.put(id, title) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(id: try unpacker.next(), title: try unpacker.next())
  }
}

extension Gate: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(id, title, covers, needs, paths, adversaries, checks, unasked, checklist)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      id: try unpacker.next(), title: try unpacker.next(), covers: try unpacker.next(), needs: try unpacker.next(),
      paths: try unpacker.next(), adversaries: try unpacker.next(), checks: try unpacker.next(),
      unasked: try unpacker.next(), checklist: try unpacker.next())
  }
}

extension UnaskedCheck: Packable {
  package func pack(into packer: inout Packer) { packer.put(id, reason) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(id: try unpacker.next(), reason: try unpacker.next())
  }
}

extension Probe: Packable {
  package func pack(into packer: inout Packer) { packer.put(id, text) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(id: try unpacker.next(), text: try unpacker.next())
  }
}

extension Claim: Packable {
  package func pack(into packer: inout Packer) { packer.put(gate, subject, plan, checklist, payload, again, evidence) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      gate: try unpacker.next(), subject: try unpacker.next(), plan: try unpacker.next(),
      checklist: try unpacker.next(), payload: try unpacker.next(), again: try unpacker.next(),
      evidence: try unpacker.next())
  }
}

extension Payload: Packable {
  package func pack(into packer: inout Packer) { packer.put(what, how, expected, place) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      what: try unpacker.next(), how: try unpacker.next(), expected: try unpacker.next(), place: try unpacker.next())
  }
}
