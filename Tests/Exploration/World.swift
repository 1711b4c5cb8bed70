import Ledgers
import WorkflowModel
import WorkflowRules

/// One state of the explored world: the fold of the records, what the branch and the calendar are, and what the
/// chronicle knows.
struct World: Sendable {
  private(set) var setting: Setting
  var state = WorkflowState()
  var chronicle = Chronicle()
  var head = Material.Subject.first
  var day = 0

  /// A founded workspace with the agreed phase file, not yet open.
  init(_ setting: Setting) {
    self.setting = setting
    for (id, act) in [
      (Material.founding, Act.foundWorkspace(policy: Material.policyFile)),
      (Material.someRecord, .filePhase(plan: Material.plan(.agreed))),
    ] {
      var facts = Facts()
      facts.policy = .read(Material.policy(setting))
      facts.phaseFile = .read(Material.phase(.agreed, setting))
      if setting.isSigned { facts.signature = .by(key: Person.keeper.key) }
      let phase: PhaseID? = if case .filePhase = act { Material.phase } else { nil }
      let refusals = state.take(id, candidate(.keeper, .keeper, .operator, phase, act, facts, at: now))
      precondition(refusals.isEmpty, "the world begins")
    }
    for deed in way.prefix(setting.start.rawValue) {
      let adversaries = setting.people(.adversary).filter { $0 != .ben }.prefix(setting.adversaries)
      var people: ArraySlice<Person> = [.ann]
      if case .rule = deed { people = adversaries }
      for person in people {
        let role: Role = person == .ann ? .builder : .adversary
        let letter = Letter(author: person, name: person, role: role, deed: deed)
        guard case .taken(let next, _) = outcome(of: .write(letter), .real) else {
          preconditionFailure("the agreed way is permitted")
        }
        self = next
      }
    }
  }

  /// From a phase file to where nothing but DONE is left.
  private var way: [Deed] {
    [
      .open, .claim(0, .none), .rule(0, .pass, .none, .none), .claim(1, .none), .rule(1, .pass, .none, .none),
    ]
  }

  var now: Timestamp { Material.time(day: day) }
  var phase: PhaseState { state.phases[Material.phase] ?? needed("the phase") }

  func isPushed(_ subject: ObjectID) -> Bool {
    switch Material.subject(subject) {
    case .first: true
    case .second: head == .second
    case .unpushed, nil: false
    }
  }

  /// Whether the guarded paths are at the head what they are in the subject.
  func isAtHead(_ subject: ObjectID) -> Bool {
    guard let subject = Material.subject(subject) else { return false }
    return (subject == .second) == (head == .second)
  }

  func candidate(
    _ author: Person, _ name: Person, _ role: Role, _ phase: PhaseID?, _ act: Act, _ facts: Facts, at time: Timestamp
  ) -> Candidate {
    // An address is whatever its writer likes, and where that says nothing, they like it to fit the name.
    Candidate(
      content: RecordContent(principal: name.name, role: role, phase: phase, act: act, title: "because"),
      author: Author(name: name.name.text, address: setting.isSigned ? name.address : author.address), time: time,
      facts: facts)
  }

  /// What a deed comes to here, whoever does it: the act, and the facts as they are; nil where a bound on counts
  /// leaves it out.
  func draft(_ deed: Deed) -> Draft? {
    guard let act = act(deed) else { return nil }
    var draft = Draft(act: act, facts: Facts(), time: now)
    if let subject = act.subject { draft.facts.subject = isPushed(subject) ? .present : .missing }
    switch deed {
    case .file(let file): draft.facts.phaseFile = .read(Material.phase(file, setting))
    case .grantStranger, .foundAgain:
      let roles: [Role] = deed == .foundAgain ? [.operator, .builder, .adversary] : [.builder, .adversary]
      draft.facts.policy = .read(Material.policy(setting, strangerHolds: roles))
      draft.phase = nil
    case .revokeKey:
      draft.facts.policy = .read(Material.policy(setting, without: setting.holder))
      draft.phase = nil
    case .rule(let gate, _, let flaw, let verdict):
      draft.evidence = evidence(gate, flaw)
      if flaw == .unreadable { draft.facts.evidence = .unreadable("a digest does not agree") }
      if verdict == .datedAhead { draft.time = Material.time(day: day + 1) }
    case .lift(let gate, let flaw):
      draft.evidence = evidence(gate, flaw)
      if flaw == .unreadable { draft.facts.evidence = .unreadable("a digest does not agree") }
    case .done(let flaw):
      draft.facts.expectedHead = Material.id(head)
      if flaw == .datedBack { draft.time = Material.time(day: 0) }
      for id in Material.gates {
        guard case .passed(let pass) = phase.gate(id).standing else { continue }
        draft.facts.drift[id] = Drift(paths: isAtHead(pass.claim.claim.subject) ? [] : ["src/a"])
      }
    default: break
    }
    return draft
  }

  /// The record of a letter, and the id that it would have.
  func candidate(_ letter: Letter, _ draft: Draft) -> (id: ObjectID, candidate: Candidate)? {
    guard let id = id(letter) else { return nil }
    var facts = draft.facts
    if let evidence = draft.evidence {
      facts.evidence = .read(evidence.collected(by: letter))
      if setting.isSigned { facts.evidenceSignature = evidence.seal(by: letter) }
    }
    if setting.isSigned { facts.signature = letter.signature }
    return (id, candidate(letter.author, letter.name, letter.role, draft.phase, draft.act, facts, at: draft.time))
  }

  /// The world's own steps; false where a bound leaves them out.
  mutating func pass(_ move: Move) -> Bool {
    switch move {
    case .push where head == .first: head = .second
    case .nextDay where day < setting.days: day += 1
    default: return false
    }
    return true
  }
}

/// A record that lacks nothing but its author.
struct Draft {
  let act: Act
  var facts: Facts
  var time: Timestamp
  var phase: PhaseID? = Material.phase
  var evidence: Cited?
}
