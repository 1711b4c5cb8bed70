import Ledgers
import PhaseFiles
import WorkflowModel
import WorkflowRules

/// One phase from its file to DONE, with failed rounds and code between them.
struct Script {
  let play: Play
  let number: Int
  let gates: Int
  /// Whether it writes to inboxes, deferrals and decisions, which all phases share.
  let sharing: Bool
  /// The record, counted from the first of all, that is this phase's last.
  let end: Int
  /// The last phase stays open, as one does in a living workspace.
  let isLast: Bool

  func perform() async throws {
    let name = "phase-\(number)"
    guard let id = PhaseID(name) else { throw Unfit("a name") }
    let text = phaseFile(name)
    let plan = try play.file(text)
    let phase = try PhaseFile.read(Array(text.utf8), file: name)
    var facts = Facts()
    facts.phaseFile = .read(phase)
    // A workspace of less than a whole phase is less than one.
    guard play.records < end else { return }
    try await play.record(.builder, id, .filePhase(plan: plan), "first draft", facts: facts)
    guard play.records < end else { return }
    try await play.record(.builder, id, .openPhase(plan: plan), phase.title)
    var round = 1
    while round <= 90 * gates, end - play.records >= Self.longest + 2 * gates + 1 {
      try await fail(round, id, phase.gates[round % gates], plan: plan)
      round += 1
    }
    let left = isLast ? 0 : 2 * gates + 1
    while play.records < end - left {
      try await play.record(.builder, id, .journal(nil), "entry \(play.records)", body: Self.prose)
    }
    guard !isLast else { return }
    for gate in phase.gates { try await pass(id, gate, plan: plan) }
    try await play.record(.builder, id, .done(head: play.tip), facts: play.discharge(phase.gates))
  }

  /// Records of a round, at most.
  private static let longest = 14

  private func fail(_ round: Int, _ id: PhaseID, _ gate: Gate, plan: ObjectID) async throws {
    try await notes(id, round)
    try play.code("\(id) round \(round)")
    let subject = play.tip
    let claim = try await claim(id, gate, plan: plan, subject: subject)
    let finding = FindingID(phase: id, number: round)
    try await play.record(
      .adversary, id, .openFinding(finding, gate.id, .blocking), "the greeting lacks its name, round \(round)")
    let verdict = Verdict(
      gate: gate.id, ruling: .fail, claim: claim, subject: subject, plan: plan, checklist: gate.checklist,
      findings: [finding])
    try await play.record(
      .adversary, id, .rule(verdict), "not yet",
      body: "Re-run cold: the file is there and does not say what the plan asks for.\n\nSee the finding for the bytes.")
    try await play.record(.adversary, id, .closeFinding(finding, subject: subject), "re-tested on \(subject.short)")
  }

  private func pass(_ id: PhaseID, _ gate: Gate, plan: ObjectID) async throws {
    try play.code("\(id) \(gate.id) done")
    let subject = play.tip
    let claim = try await claim(id, gate, plan: plan, subject: subject)
    let (tree, evidence) = try await play.collect(id, gate, claim: claim, subject: subject, plan: plan)
    let verdict = Verdict(
      gate: gate.id, ruling: .pass, claim: claim, subject: subject, plan: plan, checklist: gate.checklist,
      evidence: tree)
    try await play.record(.adversary, id, .rule(verdict), "greets, re-run cold", facts: evidence)
  }

  private func claim(_ id: PhaseID, _ gate: Gate, plan: ObjectID, subject: ObjectID) async throws -> ObjectID {
    let payload = Payload(
      what: "The file greets, and says so in one line.", how: "check greets: cat hello.txt\nin a cold clone",
      expected: "hello.txt says hi", place: "hello.txt")
    let claim = Claim(gate: gate.id, subject: subject, plan: plan, checklist: gate.checklist, payload: payload)
    return try await play.record(.builder, id, .claim(claim), "greets")
  }

  private func notes(_ id: PhaseID, _ round: Int) async throws {
    let item = BacklogID(phase: id, number: round)
    try await play.record(.builder, id, .addBacklog(item), "mend what round \(round) showed")
    for entry in 1...3 {
      try await play.record(.builder, id, .journal(nil), "round \(round), thought \(entry)", body: Self.prose)
    }
    try await play.record(.builder, id, .finishBacklog(item), "pushed")
    guard sharing else { return }
    if round.isMultiple(of: 4) {
      let deferral = DeferralID(phase: id, number: round / 4)
      try await play.record(.builder, id, .defer(deferral, trigger: "the next phase begins"), "polish, round \(round)")
      try await play.record(.adversary, id, .resolve(deferral, pointer: "no longer asked"), "no longer asked")
      try await play.record(
        .builder, id, .decide, "keep one line, round \(round)", body: "Two lines were tried and read worse.")
    }
    if round.isMultiple(of: 2) {
      let message = try await play.record(
        .adversary, id, .send(to: .builder, .note), "look at the second byte, round \(round)")
      try await play.record(.builder, id, .acknowledge(message: message))
    }
  }

  private static let prose = """
    The first try was to write the greeting where the old one stood, which broke the check of the line count.

    What holds now: one line, no trailing space, the name as the plan has it. The rest is left for the next round.
    """

  private func phaseFile(_ name: String) -> String {
    var text = """
      phase: \(name)
      title: the file of \(name) greets
      rounds: 100
      journal: open
      dod:
        D1: hello.txt greets
      gates:

      """
    for gate in 1...gates {
      text += """
          - id: M\(gate)
            title: greets
            covers: [D1]
            paths: [hello.txt]
            checks:
              - id: greets
                title: hello.txt says hi
                run: cat hello.txt
                expect: { exit: 0, stdout: { contains: ["hi"], lines: 1 } }

        """
    }
    return text
  }
}
