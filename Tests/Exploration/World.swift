import Ledgers
import WorkflowModel
import WorkflowRules

/// One state of the explored world: the fold of the records, what the branch and the calendar are, and what the
/// chronicle knows.
struct World: Sendable {
  let setting: Setting
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
      let phase: PhaseID? = if case .filePhase = act { Material.phase } else { nil }
      let refusals = state.take(id, candidate(.keeper, .keeper, .operator, phase, act, facts, at: now))
      precondition(refusals.isEmpty, "the world begins")
    }
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
    Candidate(
      content: RecordContent(principal: name.name, role: role, phase: phase, act: act, title: "because"),
      author: Author(name: name.name.text, address: author.address), time: time, facts: facts)
  }

  /// What the letter says here, with the facts as they are; nil where a bound on counts leaves it out.
  func candidate(_ letter: Letter) -> (id: ObjectID, candidate: Candidate)? {
    guard let (id, act) = act(letter) else { return nil }
    var facts = Facts()
    if let subject = act.subject { facts.subject = isPushed(subject) ? .present : .missing }
    var time = now
    switch letter.deed {
    case .file(let file): facts.phaseFile = .read(Material.phase(file, setting))
    case .grantStranger: facts.policy = .read(Material.policy(setting, strangerHolds: [.builder, .adversary]))
    case .foundAgain: facts.policy = .read(Material.policy(setting, strangerHolds: [.operator, .builder, .adversary]))
    case .rule(let gate, _, let flaw, let verdict):
      facts.evidence = evidence(gate, flaw, letter)
      if verdict == .datedAhead { time = Material.time(day: day + 1) }
    case .lift(let gate, let flaw): facts.evidence = evidence(gate, flaw, letter)
    case .done(let flaw):
      facts.expectedHead = Material.id(head)
      if flaw == .datedBack { time = Material.time(day: 0) }
      for id in Material.gates {
        guard case .passed(let pass) = phase.gate(id).standing else { continue }
        facts.drift[id] = Drift(paths: isAtHead(pass.claim.claim.subject) ? [] : ["src/a"])
      }
    default: break
    }
    let isOfPhase =
      switch letter.deed {
      case .grantStranger, .foundAgain: false
      default: true
      }
    let written = candidate(
      letter.author, letter.name, letter.role, isOfPhase ? Material.phase : nil, act, facts, at: time)
    return (id, written)
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
