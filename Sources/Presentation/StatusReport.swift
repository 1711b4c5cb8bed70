import Coordination
import WorkflowModel
import WorkflowRules

/// The state and the next step.
package struct StatusReport: Report {
  package static let kind = "status"
  package let workspace: String?
  package let tip: ObjectID?
  package let time: String
  package let role: Role?
  package let records: Int
  package let phases: [PhaseReport]
  /// Phases that are done and not among these.
  package let furtherDone: Int
  package let messages: [MessageLine]
  package let deferrals: Int
  /// Commits in history that a rule refuses.
  package let refused: Int
  package let waits: [WaitLine]
  package let next: String?

  package init(_ status: WorkspaceStatus, gate: GateID? = nil) {
    workspace = status.name
    tip = status.tip
    time = status.time.description
    role = status.role
    records = status.records
    phases = status.phases.map { PhaseReport($0, only: gate, at: status.time) }
    furtherDone = status.furtherDone
    messages = status.messages.map { MessageLine($0) }
    deferrals = status.deferrals.count
    refused = status.disputes.count
    waits = status.waits.map { WaitLine($0) }
    next = Self.next(status)
  }

  private static func next(_ status: WorkspaceStatus) -> String? {
    guard status.name != nil else { return "assay init" }
    if let role = status.role, let message = status.messages.first(where: { $0.to == role }) {
      return "assay inbox, then: assay ack \(message.id.short)"
    }
    if status.phases.isEmpty { return "assay phase add FILE, then: assay phase open ID" }
    let open = status.phases.filter { $0.next != nil }
    return (open.first { $0.turn == status.role } ?? open.first)?.next
  }

  package var text: String {
    guard workspace != nil else { return "no workspace here yet\nnext: assay init" }
    var lines: [String] = []
    if refused > 0 {
      lines.append(
        "warning: \(refused) commit\(refused == 1 ? "" : "s") in history break a rule and do not count; see: assay audit"
      )
    }
    if phases.isEmpty { lines.append("no phase yet") }
    for phase in phases { lines.append(phase.text) }
    if furtherDone > 0 {
      lines.append("\(furtherDone) more phase\(furtherDone == 1 ? " is" : "s are") done: assay phase list")
    }
    for message in messages { lines.append("message to \(message.to.rawValue): \(message.text)") }
    for wait in waits { lines.append(wait.text) }
    if deferrals > 0 { lines.append("\(deferrals) deferral\(deferrals == 1 ? "" : "s") open: assay defer list") }
    if let next { lines.append("next: \(next)") }
    return lines.joined(separator: "\n")
  }
}

package struct PhaseReport: Encodable, Sendable {
  package let id: PhaseID
  package let title: String
  package let stage: String
  package let turn: Role?
  package let next: String?
  package let gates: [GateReport]
  /// What keeps it from being done.
  package let missing: [String]
  package let openFindings: [String]
  package let vetoes: [String]
  /// Whether the Builder's reasoning is sealed until rulings.
  package let journal: JournalMode
  private let age: Timestamp

  init(_ view: PhaseView, only gate: GateID?, at time: Timestamp) {
    id = view.id
    title = view.title
    stage = view.stage
    turn = view.turn
    next = view.next
    gates = view.gates.filter { gate == nil || $0.id == gate }.map {
      GateReport($0, at: time)
    }
    missing = view.missing.map(\.found)
    openFindings = view.openFindings.map { "\($0.id) \($0.severity.rawValue): \($0.title)" }
    vetoes = view.vetoes.map { "\($0.record.short) \($0.by): \($0.reason)" }
    journal = view.journal
    age = time
  }

  private enum CodingKeys: String, CodingKey {
    case id, title, stage, turn, next, gates, missing, openFindings, vetoes, journal
  }

  var text: String {
    var lines = ["\(id) — \(title)  [\(stage)]" + (turn.map { "  turn: \($0.rawValue)" } ?? "")]
    if journal == .sealed { lines[0] += "  journal: sealed" }
    lines.append(Table.text(gates.map(\.row)))
    for gate in gates { lines += gate.details.map { "    \($0)" } }
    for finding in openFindings { lines.append("  finding \(finding)") }
    for veto in vetoes { lines.append("  veto \(veto)") }
    return lines.joined(separator: "\n")
  }
}

package struct GateReport: Encodable, Sendable {
  package let id: GateID
  package let title: String
  package let standing: String
  package let stale: [String]
  package let waitsFor: [GateID]
  package let subject: ObjectID?
  package let claim: ObjectID?
  package let votes: Int
  package let votesNeeded: Int
  package let fails: Int
  package let roundLimit: Int
  package let findingsRaised: Int
  package let findingsClosed: Int
  /// Each FAIL with the findings raised and closed up to it: whether the rounds lead anywhere.
  package let rounds: [Round]
  package let turn: Role?
  package let next: String?
  package let notAsked: [String]
  /// Who waited for whom, round by round.
  package let handoffs: [HandOffLine]
  private let age: String

  package struct Round: Encodable, Sendable {
    package let verdict: ObjectID
    package let subject: ObjectID
    package let time: String
    package let findingsRaised: Int
    package let findingsClosed: Int
  }

  init(_ view: GateView, at time: Timestamp) {
    id = view.id
    title = view.title
    standing = view.standing
    stale = view.stale.map(\.description)
    waitsFor = view.waitsFor
    subject = view.subject
    claim = view.claim
    votes = view.votes
    votesNeeded = view.votesNeeded
    fails = view.trend.fails
    roundLimit = view.trend.limit
    findingsRaised = view.trend.findingsRaised
    findingsClosed = view.trend.findingsClosed
    rounds = view.trend.rounds.map {
      Round(
        verdict: $0.verdict, subject: $0.subject, time: $0.time.description, findingsRaised: $0.raised,
        findingsClosed: $0.closed)
    }
    turn = view.turn
    next = view.next
    notAsked = view.unasked.map { "\($0.id): \($0.reason)" }
    handoffs = view.claims.handOffs.map { HandOffLine($0) }
    age = view.since.map { time.since($0).rough } ?? ""
  }

  private enum CodingKeys: String, CodingKey {
    case id, title, standing, stale, waitsFor, subject, claim, votes, votesNeeded, fails, roundLimit, findingsRaised
    case findingsClosed, rounds, turn, next, notAsked, handoffs
  }

  var row: [String] {
    let word = stale.isEmpty ? standing : "\(standing), stale"
    return [id.text, word, subject?.short ?? "-", age, title]
  }

  var details: [String] {
    var lines: [String] = []
    if !waitsFor.isEmpty { lines.append("\(id) waits for \(waitsFor.map(\.text).joined(separator: ", "))") }
    if votesNeeded > 1, claim != nil { lines.append("\(id) has \(votes) of \(votesNeeded) PASS verdicts") }
    if fails > 0 {
      lines.append(
        "\(id) failed \(fails) of at most \(roundLimit) times; findings closed \(findingsClosed) of \(findingsRaised)")
    }
    lines += stale.map { "\(id) is stale: \($0)" }
    if !notAsked.isEmpty {
      lines.append("\(id) not asked yet: \(notAsked.map { $0.prefix { $0 != ":" } }.joined(separator: ", "))")
    }
    return lines
  }
}

package struct MessageLine: Encodable, Sendable {
  package let id: ObjectID
  package let phase: PhaseID
  package let from: PrincipalName
  package let to: Role
  package let blocking: Bool
  package let title: String
  package let time: String

  package init(_ message: OpenMessage) {
    id = message.id
    phase = message.phase
    from = message.from
    to = message.to
    blocking = message.weight == .blocking
    title = message.title
    time = message.time.description
  }

  var text: String { "\(id.short)  from \(from)\(blocking ? ", blocking" : ""): \(title)" }
}
