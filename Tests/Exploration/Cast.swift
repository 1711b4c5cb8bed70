import WorkflowModel

/// Who takes part. A person is whoever writes a record, known by their address or, where records are signed, by their
/// key; the name that it claims is another matter.
package enum Person: Int, CaseIterable, Sendable {
  case keeper, ann, ben, cat, dan, stranger

  package var name: PrincipalName { Self.names[rawValue] }
  var address: String { Self.addresses[rawValue] }
  var key: String { Self.keys[rawValue] }

  private static let names: [PrincipalName] = [
    "operator-1", "builder-1", "builder-2", "adversary-1", "adversary-2", "stranger",
  ].map { PrincipalName($0) ?? needed("a name") }
  private static let addresses = ["op@x", "ann@x", "ben@x", "cat@x", "dan@x", "stranger@x"]
  private static let keys = ["op", "ann", "ben", "cat", "dan", "stranger"].map { "ssh-ed25519 \($0)" }
}

/// The world that is explored: what is required, who is dishonest, what may happen, and how often.
package struct Setting: Sendable {
  /// Whose identity the dishonest party has, besides the stranger's own; they write anything well-formed.
  package enum Held: String, CaseIterable, Sendable { case none, builder, adversary }

  /// What may happen beside opening, claiming, passing and DONE.
  package struct Topics: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    /// Failed and conditional rulings, lifts, withdrawals, revocations, reopened gates.
    package static let rounds = Topics(rawValue: 1)
    /// Vetoes, findings, blocking messages, probes.
    package static let objections = Topics(rawValue: 2)
    /// Other phase files, other policies, the phase reopened.
    package static let files = Topics(rawValue: 4)
    /// A day passes; waivers, and their end.
    package static let time = Topics(rawValue: 8)
    /// The branch moves on, so that what was passed is not what is there.
    package static let head = Topics(rawValue: 16)
    /// What the dishonest party writes.
    package static let forgery = Topics(rawValue: 32)
    /// Where records are signed: the dishonest party's key is revoked.
    package static let keys = Topics(rawValue: 64)
    package static let all: Topics = [.rounds, .objections, .files, .time, .head, .forgery, .keys]
  }

  package var held = Held.none
  package var topics = Topics.all
  /// How many have to pass each gate.
  package var adversaries = 1
  /// FAILs after which a gate is escalated.
  package var rounds = 2
  package var waivers = WaiverAuthority.operator
  /// Whether records and evidence have to be signed. Then an address is anybody's.
  package var isSigned = false
  /// Whether builder-2 may also act as an adversary.
  package var isShared = false
  /// How many days may pass, and how many findings may be raised.
  package var days = 1
  package var findings = 1

  /// How far the agreed way has been gone when the exploration begins.
  package var start = Start.declared

  package enum Start: Int, Sendable { case declared, open, firstClaimed, firstPassed, secondClaimed, closable }

  package init() {}

  package var rolesOf: [[Role]] {
    [[.operator], [.builder], isShared ? [.builder, .adversary] : [.builder], [.adversary], [.adversary], []]
  }

  func people(_ role: Role) -> [Person] { Person.allCases.filter { rolesOf[$0.rawValue].contains(role) } }

  var dishonest: [Person] { [.stranger] + (holder.map { [$0] } ?? []) }

  /// Whose identity the dishonest party has.
  var holder: Person? {
    switch held {
    case .none: nil
    case .builder: .ann
    case .adversary: .cat
    }
  }

  /// Whether that person's key may be revoked.
  func mayRevoke(_ person: Person) -> Bool { isSigned && topics.contains(.keys) && person == holder }

  /// The renamings of people that change nothing about the world; states that differ by one are the same.
  var symmetries: [[UInt64]] {
    let same = Person.allCases.map { UInt64($0.rawValue) }
    var symmetries = [same]
    func exchange(_ one: Person, _ other: Person) {
      symmetries += symmetries.map { symmetry in
        var symmetry = symmetry
        symmetry.swapAt(one.rawValue, other.rawValue)
        return symmetry
      }
    }
    if held != .builder, !isShared { exchange(.ann, .ben) }
    if held != .adversary { exchange(.cat, .dan) }
    return symmetries
  }
}

/// What the model itself is made of is there, or the model is wrong.
func needed<Value>(_ what: String) -> Value { preconditionFailure("\(what) is needed") }
