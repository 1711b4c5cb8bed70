import WorkflowModel

extension GateState: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(standing, rounds, lastRuled, lastFailed, claims, lastRuling, unanswered)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init()
    standing = try unpacker.next()
    rounds = try unpacker.next()
    lastRuled = try unpacker.next()
    lastFailed = try unpacker.next()
    claims = try unpacker.next()
    lastRuling = try unpacker.next()
    unanswered = try unpacker.next()
  }
}

extension GateStanding: Packable {
  package func pack(into packer: inout Packer) {
    switch self {
    case .unclaimed: packer.byte(0)
    case .claimed(let claim):
      packer.byte(1)
      packer.put(claim)
    case .passed(let pass):
      packer.byte(2)
      packer.put(pass)
    case .failed(let claim):
      packer.byte(3)
      packer.put(claim)
    case .conditional(let claim, let condition, let verdict):
      packer.byte(4)
      packer.put(claim, condition, verdict)
    case .withdrawn: packer.byte(5)
    case .revoked: packer.byte(6)
    case .escalated: packer.byte(7)
    }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    switch try unpacker.byte() {
    case 0: self = .unclaimed
    case 1: self = .claimed(try unpacker.next())
    case 2: self = .passed(try unpacker.next())
    case 3: self = .failed(try unpacker.next())
    case 4:
      self = .conditional(try unpacker.next(), condition: try unpacker.next(), verdict: try unpacker.next())
    case 5: self = .withdrawn
    case 6: self = .revoked
    case 7: self = .escalated
    default: throw Unpackable()
    }
  }
}

extension StandingClaim: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(record, claim, title, claimant, address, key, time, gate, requiredAdversaries, votes)
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      record: try unpacker.next(), claim: try unpacker.next(), title: try unpacker.next(),
      claimant: try unpacker.next(), address: try unpacker.next(), key: try unpacker.next(),
      time: try unpacker.next(), gate: try unpacker.next(), requiredAdversaries: try unpacker.next())
    votes = try unpacker.next()
  }
}

extension Vote: Packable {
  package func pack(into packer: inout Packer) { packer.put(record, principal, address, key, time, evidence, waived) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      record: try unpacker.next(), principal: try unpacker.next(), address: try unpacker.next(),
      key: try unpacker.next(), time: try unpacker.next(), evidence: try unpacker.next(),
      waived: try unpacker.next())
  }
}

extension Pass: Packable {
  package func pack(into packer: inout Packer) { packer.put(claim, votes) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(claim: try unpacker.next(), votes: try unpacker.next())
  }
}

extension FailedRound: Packable {
  package func pack(into packer: inout Packer) { packer.put(verdict, subject, time, raised, closed) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      verdict: try unpacker.next(), subject: try unpacker.next(), time: try unpacker.next(),
      raised: try unpacker.next(), closed: try unpacker.next())
  }
}

extension RecordedMoment: Packable {
  package func pack(into packer: inout Packer) { packer.put(record, time) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(record: try unpacker.next(), time: try unpacker.next())
  }
}

extension UnansweredRuling: Packable {
  package func pack(into packer: inout Packer) { packer.put(record, time, by, title, ruling) }
  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(
      record: try unpacker.next(), time: try unpacker.next(), by: try unpacker.next(), title: try unpacker.next(),
      ruling: try unpacker.next())
  }
}

extension ClaimRound: Packable {
  package func pack(into packer: inout Packer) {
    packer.put(claim, collected, withdrawn, ruling, verdict)
    // Nearly always it is the verdict.
    packer.put(asking == verdict)
    if asking != verdict { packer.put(asking) }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(claim: try unpacker.next())
    collected = try unpacker.next()
    withdrawn = try unpacker.next()
    ruling = try unpacker.next()
    verdict = try unpacker.next()
    asking = try unpacker.next(Bool.self) ? verdict : try unpacker.next()
  }
}
