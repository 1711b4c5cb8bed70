import WorkflowModel

/// Everything that can be written in a setting.
enum Alphabet {
  static func moves(_ setting: Setting) -> [Move] {
    var moves: [Move] = []
    let topics = setting.topics
    if topics.contains(.head) { moves.append(.push) }
    if topics.contains(.time) { moves.append(.nextDay) }
    for deed in honest(setting) {
      for role in deed.roles(setting) {
        for person in setting.people(role) {
          if case .liftVeto(let issuer) = deed, issuer != person, !setting.mayRevoke(issuer) { continue }
          moves.append(.write(Letter(author: person, name: person, role: role, deed: deed)))
        }
      }
    }
    if topics.contains(.forgery) {
      for author in setting.dishonest { moves += forged(by: author, setting) }
    }
    return grouped(moves)
  }

  /// Each move once, and all letters of one deed together: what they have in common is then made once.
  private static func grouped(_ moves: [Move]) -> [Move] {
    var seen: Set<Move> = []
    var groups: [[Move]] = []
    var places: [Deed: Int] = [:]
    for move in moves where seen.insert(move).inserted {
      guard case .write(let letter) = move, let place = places[letter.deed] else {
        if case .write(let letter) = move { places[letter.deed] = groups.count }
        groups.append([move])
        continue
      }
      groups[place].append(move)
    }
    return groups.flatMap(\.self)
  }

  /// What somebody does who keeps to the contract.
  private static func honest(_ setting: Setting) -> [Deed] {
    let topics = setting.topics
    var deeds: [Deed] = [.open, .done(.none)]
    for gate in 0...1 { deeds += [.claim(gate, .none), .rule(gate, .pass, .none, .none)] }
    if topics.contains(.rounds) {
      for gate in 0...1 {
        deeds += [
          .rule(gate, .fail, .failing, .none), .rule(gate, .conditional, .none, .none), .lift(gate, .none),
          .withdraw(gate), .revoke(gate), .reopenGate(gate), .claim(gate, .again),
        ]
      }
    }
    if topics.contains(.objections) {
      deeds += [.veto, .openFinding(1), .openFinding(nil), .registerProbe, .send, .acknowledge]
      deeds += setting.people(.adversary).map { .liftVeto(of: $0) }
      deeds += (1...setting.findings).map { .closeFinding($0) }
    }
    if setting.holder.map(setting.mayRevoke) == true { deeds.append(.revokeKey) }
    if topics.contains(.files) { deeds += [.file(.agreed), .file(.weak), .reopenPhase] }
    if topics.contains(.time) {
      deeds += [.waive(isLong: false), .waive(isLong: true), .rule(0, .pass, .waivedFailure, .none)]
      if topics.contains(.rounds) { deeds.append(.lift(0, .waivedFailure)) }
    }
    return deeds
  }

  /// What somebody may try who keeps to nothing but the form of a record.
  private static func dishonest(_ setting: Setting) -> [Deed] {
    var deeds: [Deed] = [
      .open, .reopenPhase, .grantStranger, .foundAgain, .veto, .waive(isLong: true), .openFinding(1), .closeFinding(1),
      .registerProbe, .acknowledge, .send, .file(.agreed), .file(.weak),
    ]
    deeds += DoneFlaw.allCases.map { .done($0) }
    deeds += Person.allCases.map { .liftVeto(of: $0) }
    for gate in 0...1 {
      deeds += ClaimFlaw.allCases.map { .claim(gate, $0) }
      deeds += SetFlaw.all(setting).map { .rule(gate, .pass, $0, .none) }
      deeds += VerdictFlaw.allCases.map { .rule(gate, .pass, .none, $0) }
      deeds += SetFlaw.all(setting).map { .lift(gate, $0) }
      deeds += [
        .withdraw(gate), .revoke(gate), .reopenGate(gate), .rule(gate, .fail, .none, .none),
        .rule(gate, .conditional, .none, .none),
      ]
    }
    return deeds
  }

  /// In their own name and in everybody's who may do it, in the role that it takes; the holder of an identity also in
  /// that identity's own role. Where records are signed: with the key that they have; and what lacks nothing else, without a
  /// signature, and with one of something else.
  private static func forged(by author: Person, _ setting: Setting) -> [Move] {
    dishonest(setting).flatMap { deed in
      deed.roles(setting).flatMap { role -> [Move] in
        var names = setting.people(role)
        if !names.contains(author) { names.append(author) }
        var letters = names.map { Letter(author: author, name: $0, role: role, deed: deed) }
        for own in setting.rolesOf[author.rawValue] where own != role {
          letters.append(Letter(author: author, name: author, role: own, deed: deed))
        }
        guard setting.isSigned, deed.isWhole else { return letters.map { .write($0) } }
        return letters.flatMap { letter in
          [Letter.Seal.own, .absent, .spoiled].map { seal in
            var letter = letter
            letter.seal = seal
            return .write(letter)
          }
        }
      }
    }
  }
}
