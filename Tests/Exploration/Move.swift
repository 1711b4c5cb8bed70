import WorkflowModel

/// One step of the world: the branch moves on, a day passes, or somebody writes a record.
enum Move: Hashable, Sendable {
  case push
  case nextDay
  case write(Letter)
}

/// A record as somebody writes it: whose address it bears, whose name and role it claims, what it does.
struct Letter: Hashable, Sendable {
  let author: Person
  let name: Person
  let role: Role
  let deed: Deed
}

enum Deed: Hashable, Sendable {
  case file(Material.File)
  case open
  case reopenGate(Int)
  case reopenPhase
  case grantStranger
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
        + " as \(letter.role.rawValue): \(letter.deed)"
    }
  }
}

extension Deed {
  /// The roles that the contract lets do it.
  func roles(_ setting: Setting) -> [Role] {
    switch self {
    case .reopenGate, .reopenPhase, .grantStranger, .foundAgain: [.operator]
    case .file, .open: [.builder, .operator]
    case .claim, .withdraw, .done, .acknowledge: [.builder]
    case .rule, .lift, .revoke, .veto, .liftVeto, .openFinding, .closeFinding, .registerProbe, .send: [.adversary]
    case .waive: [setting.waivers == .operator ? .operator : .adversary]
    }
  }
}
