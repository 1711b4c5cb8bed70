import WorkflowModel

/// One step of the world: the branch moves on, a day passes, or somebody writes a record.
enum Move: Hashable, Sendable {
  case push
  case nextDay
  case write(Letter)
}

/// A record as somebody writes it: who writes it, whose name and role it claims, what it does, and how it is signed.
struct Letter: Hashable, Sendable {
  let author: Person
  let name: Person
  let role: Role
  let deed: Deed
  var seal = Seal.own

  /// Nobody can sign with a key that they do not have.
  enum Seal: Hashable, Sendable { case own, absent, spoiled }
}

enum Deed: Hashable, Sendable {
  case file(Material.File)
  case open
  case reopenGate(Int)
  case reopenPhase
  case grantStranger
  /// The dishonest party's key is taken out of the policy.
  case revokeKey
  case foundAgain
  case claim(Int, ClaimFlaw)
  case withdraw(Int)
  case rule(Int, Ruling, SetFlaw, VerdictFlaw)
  case lift(Int, SetFlaw)
  case revoke(Int)
  case veto
  case liftVeto(of: Person)
  case waive(isLong: Bool)
  case openFinding(Int?)
  case closeFinding(Int)
  case registerProbe
  case send
  case acknowledge
  case done(DoneFlaw)
}

/// What can be wrong with a claim.
enum ClaimFlaw: CaseIterable, Sendable {
  case none, again, oldSubject, unpushed, otherPlan, otherChecklist, otherBoth, noPayload, uncovered, unknownGate
}

/// What can be wrong with the evidence that is cited.
enum SetFlaw: Int, CaseIterable, Sendable {
  case none, absent, unreadable, warm, othersCollected, buildersRole, otherPhase, otherGate, otherClaim, otherSubject
  case otherPlan, otherChecklist, missingCheck, missingRun, missingInstance, twice, unknownCheck, failing, flaky
  case errorAsPass, failAsPass, passAsFail, waivedByItself, waivedFailure, noRuns
  case unsigned, otherSeal, spoiledSeal

  var isUnsealed: Bool { [.unsigned, .otherSeal, .spoiledSeal].contains(self) }

  /// Where nothing is signed, no signature can be wrong.
  static func all(_ setting: Setting) -> [SetFlaw] { allCases.filter { setting.isSigned || !$0.isUnsealed } }
}

/// What can be wrong with the verdict itself.
enum VerdictFlaw: CaseIterable, Sendable {
  case none, otherClaim, otherSubject, otherPlan, otherChecklist, probeLeftOut, probeBroke, datedAhead
}

enum DoneFlaw: CaseIterable, Sendable { case none, otherHead, datedBack }

extension Move: CustomStringConvertible {
  var description: String {
    switch self {
    case .push: "the branch moves on"
    case .nextDay: "a day passes"
    case .write(let letter):
      "\(letter.author.name)"
        + (letter.author == letter.name ? "" : " in the name of \(letter.name.name)")
        + " as \(letter.role.rawValue): \(letter.deed)" + (letter.seal == .own ? "" : ", \(letter.seal) signature")
    }
  }
}

extension Deed {
  /// The evidence of a PASS, or of a lifted condition.
  var set: SetFlaw? {
    switch self {
    case .rule(_, .pass, let set, _), .lift(_, let set): set
    default: nil
    }
  }

  /// Whether nothing is wrong with it but, perhaps, its author.
  var isWhole: Bool {
    switch self {
    case .claim(_, let flaw): flaw == .none
    case .rule(_, _, let set, let flaw): set == .none && flaw == .none
    case .lift(_, let set): set == .none
    case .done(let flaw): flaw == .none
    default: true
    }
  }

  /// The roles that the contract lets do it.
  func roles(_ setting: Setting) -> [Role] {
    switch self {
    case .reopenGate, .reopenPhase, .grantStranger, .revokeKey, .foundAgain: [.operator]
    case .file, .open: [.builder, .operator]
    case .claim, .withdraw, .done, .acknowledge: [.builder]
    case .rule, .lift, .revoke, .veto, .liftVeto, .openFinding, .closeFinding, .registerProbe, .send: [.adversary]
    case .waive: [setting.waivers == .operator ? .operator : .adversary]
    }
  }
}
