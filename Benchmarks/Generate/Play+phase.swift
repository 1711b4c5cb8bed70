import Ledgers
import PhaseFiles
import WorkflowModel
import WorkflowRules

extension Play {
  /// One phase from its file to DONE, some two hundred records long, with code between them.
  func phase(_ number: Int, upTo limit: Int) async throws {
    let name = "phase-\(number)"
    guard let id = PhaseID(name), let gateID = GateID("M1") else { throw Unfit("a name") }
    let text = Self.phaseFile(name)
    let plan = try file(text)
    let phase = try PhaseFile.read(Array(text.utf8), file: name)
    guard let gate = phase.gate(gateID) else { throw Unfit("no gate") }
    var facts = Facts()
    facts.phaseFile = .read(phase)
    try await record(.builder, id, .filePhase(plan: plan), "first draft", facts: facts)
    try await record(.builder, id, .openPhase(plan: plan), phase.title)
    for round in 1...16 {
      guard records < limit - 16 else { break }
      try await notes(id, round)
      try code("\(name) round \(round)")
      let subject = tip
      let claim = try await claim(id, gate, plan: plan, subject: subject)
      let finding = FindingID(phase: id, number: round)
      try await record(
        .adversary, id, .openFinding(finding, gateID, .blocking), "the greeting lacks its name, round \(round)")
      let verdict = Verdict(
        gate: gateID, ruling: .fail, claim: claim, subject: subject, plan: plan, checklist: gate.checklist,
        findings: [finding])
      try await record(
        .adversary, id, .rule(verdict), "not yet",
        body:
          "Re-run cold: the file is there and does not say what the plan asks for.\n\nSee the finding for the bytes.")
      try await record(.adversary, id, .closeFinding(finding, subject: subject), "re-tested on \(subject.short)")
    }
    try code("\(name) done")
    let subject = tip
    let claim = try await claim(id, gate, plan: plan, subject: subject)
    let (tree, evidence) = try await collect(id, gate, claim: claim, subject: subject, plan: plan)
    let verdict = Verdict(
      gate: gateID, ruling: .pass, claim: claim, subject: subject, plan: plan, checklist: gate.checklist,
      evidence: tree)
    try await record(.adversary, id, .rule(verdict), "greets, re-run cold", facts: evidence)
    // The last phase stays open, as one does in a living workspace.
    guard records < limit - 16 else {
      while records < limit { try await record(.builder, id, .journal(nil), "entry \(records)", body: Self.prose) }
      return
    }
    try await record(.builder, id, .done(head: tip), facts: discharge(id, gate))
  }

  private func claim(_ id: PhaseID, _ gate: Gate, plan: ObjectID, subject: ObjectID) async throws -> ObjectID {
    let payload = Payload(
      what: "The file greets, and says so in one line.", how: "check greets: cat hello.txt\nin a cold clone",
      expected: "hello.txt says hi", place: "hello.txt")
    let claim = Claim(gate: gate.id, subject: subject, plan: plan, checklist: gate.checklist, payload: payload)
    return try await record(.builder, id, .claim(claim), "greets")
  }

  private func notes(_ id: PhaseID, _ round: Int) async throws {
    let item = BacklogID(phase: id, number: round)
    try await record(.builder, id, .addBacklog(item), "mend what round \(round) showed")
    for entry in 1...3 {
      try await record(.builder, id, .journal(nil), "round \(round), thought \(entry)", body: Self.prose)
    }
    try await record(.builder, id, .finishBacklog(item), "pushed")
    if round.isMultiple(of: 4) {
      let deferral = DeferralID(phase: id, number: round / 4)
      try await record(.builder, id, .defer(deferral, trigger: "the next phase begins"), "polish, round \(round)")
      try await record(.adversary, id, .resolve(deferral, pointer: "no longer asked"), "no longer asked")
      try await record(
        .builder, id, .decide, "keep one line, round \(round)", body: "Two lines were tried and read worse.")
    }
    if round.isMultiple(of: 2) {
      let message = try await record(
        .adversary, id, .send(to: .builder, .note), "look at the second byte, round \(round)")
      try await record(.builder, id, .acknowledge(message: message))
    }
  }

  private static let prose = """
    The first try was to write the greeting where the old one stood, which broke the check of the line count.

    What holds now: one line, no trailing space, the name as the plan has it. The rest is left for the next round.
    """

  private static func phaseFile(_ name: String) -> String {
    """
    phase: \(name)
    title: the file of \(name) greets
    rounds: 100
    dod:
      D1: hello.txt greets
    gates:
      - id: M1
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
}
