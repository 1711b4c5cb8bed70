import WorkflowModel
import WorkflowRules

/// 128 bits of everything in a world that a rule, the chronicle or the alphabet looks at. Two worlds that agree in it
/// are taken for one; that two which do not are mixed up is less likely than a fault of the machine.
package struct Fingerprint: Hashable, Comparable, Sendable {
  private var high: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var low: UInt64 = 0xD1B5_4A32_D192_ED03

  mutating func add(_ word: UInt64) {
    high = Self.mixed(high ^ word &* 0xBF58_476D_1CE4_E5B9)
    low = Self.mixed(low &+ word ^ 0x94D0_49BB_1331_11EB) ^ high.byteSwapped
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  package static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension World {
  /// The least fingerprint over all renamings of people that change nothing.
  func fingerprint(_ symmetries: [[UInt64]]) -> Fingerprint {
    var least: Fingerprint?
    for names in symmetries {
      let fingerprint = fingerprint(naming: names)
      if let known = least, known < fingerprint { continue }
      least = fingerprint
    }
    return least ?? fingerprint(naming: Person.allCases.map { UInt64($0.rawValue) })
  }

  private func fingerprint(naming names: [UInt64]) -> Fingerprint {
    var print = Fingerprint()
    let phase = self.phase
    print.add(UInt64(head.rawValue) | UInt64(day) << 8 | UInt64(phase.stage.word) << 16 | word(phase.plan) << 24)
    print.add(
      UInt64(state.policy?.principals.count ?? 0) | UInt64(state.policy?.principals.last?.roles.count ?? 0) << 8
        | (isRevoked ? 1 << 16 : 0))
    print.add(UInt64(bitPattern: state.lastTime?.seconds ?? 0))
    for id in Material.gates {
      let gate = phase.gate(id)
      print.add(UInt64(gate.rounds.count) | (gate.lastFailed.map(word) ?? 0) << 8)
      add(gate.standing, to: &print, names)
      for probe in phase.probes[id] ?? [] { print.add(UInt64(probe.text.utf8.count)) }
    }
    print.add(phase.vetoes.reduce(0) { $0 | 1 << person($1.by, names) })
    for number in 1...max(1, setting.findings) {
      guard let finding = phase.findings[FindingID(phase: Material.phase, number: number)] else { continue }
      print.add(1 | (finding.closedBy == nil ? 2 : 0) | (finding.gate == nil ? 4 : 0) | UInt64(number) << 8)
    }
    print.add(UInt64(bitPattern: phase.waivers.map(\.expires.seconds).max() ?? 0))
    print.add(UInt64(state.messages.count))
    chronicle.add(to: &print, names)
    return print
  }

  private func add(_ standing: GateStanding, to print: inout Fingerprint, _ names: [UInt64]) {
    switch standing {
    case .unclaimed: print.add(1)
    case .claimed(let claim): add(claim, 2, to: &print, names)
    case .passed(let pass):
      add(pass.claim, 3, to: &print, names)
      add(pass.votes, to: &print, names)
    case .failed(let claim): add(claim, 4, to: &print, names)
    case .conditional(let claim, _, let verdict):
      add(claim, 5, to: &print, names)
      let by = Person.allCases.first { person in
        (0...1).contains { Material.verdict($0, person) == verdict }
      }
      print.add(by.map { names[$0.rawValue] } ?? 99)
    case .withdrawn: print.add(6)
    case .revoked: print.add(7)
    case .escalated: print.add(8)
    }
  }

  private func add(_ claim: StandingClaim, _ kind: UInt64, to print: inout Fingerprint, _ names: [UInt64]) {
    let who = person(claim.claimant, names) | person(claim.address, names) << 4
    // The digests of the model differ in every digit.
    let digest = claim.claim.checklist.hex.utf8.first ?? 0
    print.add(
      kind | who << 8 | word(claim.claim.subject) << 16 | word(claim.claim.plan) << 24
        | UInt64(digest) << 32 | UInt64(claim.gate.checks.count) << 40 | UInt64(claim.requiredAdversaries) << 48)
    add(claim.votes, to: &print, names)
  }

  private func add(_ votes: [Vote], to print: inout Fingerprint, _ names: [UInt64]) {
    for vote in votes.map({ vote in
      person(vote.principal, names) | person(vote.address, names) << 4 | UInt64(vote.waived.count) << 8
        | UInt64(bitPattern: vote.time.seconds) << 16
    }).sorted() { print.add(vote) }
  }

  private func person(_ name: PrincipalName, _ names: [UInt64]) -> UInt64 {
    Person.allCases.first { $0.name == name }.map { names[$0.rawValue] } ?? 15
  }

  private func person(_ address: String, _ names: [UInt64]) -> UInt64 {
    Person.allCases.first { $0.address == address }.map { names[$0.rawValue] } ?? 15
  }

  /// Ids of subjects and phase files as small numbers.
  private func word(_ id: ObjectID) -> UInt64 {
    Material.subject(id).map { UInt64($0.rawValue) + 1 } ?? Material.file(id).map { UInt64($0.rawValue) + 11 } ?? 21
  }
}

extension PhaseStage {
  fileprivate var word: Int {
    switch self {
    case .declared: 1
    case .active: 2
    case .done: 3
    }
  }
}

extension Chronicle {
  fileprivate func add(to print: inout Fingerprint, _ names: [UInt64]) {
    print.add(
      UInt64(file.rawValue) | (isOpen ? 2 : 0) | (isDone ? 4 : 0) | (isUnread ? 8 : 0) | (hasProbe ? 16 : 0)
        | (isRevoked ? 32 : 0))
    print.add(UInt64(bitPattern: waivedUntil.seconds))
    print.add(UInt64(bitPattern: last.seconds))
    var bits: UInt64 = 0
    for person in Person.allCases where vetoes & 1 << person.rawValue != 0 { bits |= 1 << names[person.rawValue] }
    print.add(bits)
    for finding in findings { print.add(UInt64(finding.gate ?? 7) | (finding.isOpen ? 8 : 0)) }
    for gate in gates {
      print.add((gate.isConditional ? 1 : 0) | UInt64(gate.fails) << 1)
      print.add((gate.lastFailed.flatMap(Material.subject)).map { UInt64($0.rawValue) } ?? 9)
      guard let claim = gate.claim else { continue }
      print.add(
        names[claim.by.rawValue] | UInt64(claim.file.rawValue) << 8
          | UInt64(Material.subject(claim.subject)?.rawValue ?? 9) << 16
          | UInt64(Material.file(claim.plan)?.rawValue ?? 9) << 24 | claim.flaws.word << 32)
      for vote in gate.votes.map({ vote in
        names[vote.by.rawValue] | (vote.isWaived ? 16 : 0) | vote.flaws.word << 8
          ^ UInt64(bitPattern: vote.time.seconds) << 40
      }).sorted() { print.add(vote) }
    }
  }
}

extension [Flaw] {
  /// One bit for each, whatever their order.
  fileprivate var word: UInt64 {
    reduce(0) { word, flaw in Flaw.allCases.firstIndex(of: flaw).map { word | 1 << UInt64($0) } ?? word }
  }
}
