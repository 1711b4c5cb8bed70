import Ledgers
import TestSupport
import Testing
import WorkflowModel

/// Records of every kind, made of plain values or of random ones.
struct Samples {
  let phase: PhaseID
  let gate: GateID
  let check: CheckID
  let probe: ProbeID
  let finding: FindingID
  let builder: PrincipalName
  let adversary: PrincipalName
  let digest: Digest

  init() throws {
    phase = try #require(PhaseID("dstamp"))
    gate = try #require(GateID("M1"))
    check = try #require(CheckID("recipe-policy"))
    probe = try #require(ProbeID("P1"))
    finding = FindingID(phase: phase, number: 1)
    builder = try #require(PrincipalName("builder-1"))
    adversary = try #require(PrincipalName("adversary-1"))
    digest = try #require(Digest(String(repeating: "5c", count: 32)))
  }

  func id(_ digit: Character) throws -> ObjectID { try #require(ObjectID(String(repeating: digit, count: 40))) }

  func key() throws -> SealKey { try #require(SealKey(String(repeating: "6b", count: 32))) }

  func record(_ role: Role, _ act: Act, title: String = "title", body: String = "body") -> RecordContent {
    let name = role == .adversary ? adversary : builder
    let isOfPhase =
      switch act {
      case .foundWorkspace, .changePolicy: false
      default: true
      }
    let isTitled =
      switch act {
      case .acknowledge, .done, .publishKey: false
      default: true
      }
    var text = body
    if case .claim = act { text = "" }
    return RecordContent(
      principal: name, role: role, phase: isOfPhase ? phase : nil, act: act, title: isTitled ? title : "", body: text)
  }

  func claim(again: String? = nil, evidence: ObjectID? = nil) throws -> Claim {
    Claim(
      gate: gate, subject: try id("7"), plan: try id("8"), checklist: digest,
      payload: Payload(
        what: "root cause attributed", how: "assay collect M1", expected: "every check passes\n\nand nothing else",
        place: "runner/harness"),
      again: again, evidence: evidence)
  }

  func verdict(_ ruling: Ruling) throws -> Verdict {
    Verdict(
      gate: gate, ruling: ruling, claim: try id("3"), subject: try id("7"), plan: try id("8"), checklist: digest,
      evidence: ruling == .fail ? nil : try id("9"), failing: ruling == .fail ? [check] : [],
      findings: ruling == .pass ? [] : [finding], condition: ruling == .conditional ? "the log is published" : nil,
      probes: [ProbeAccount(id: probe, result: .held, note: "tried twice")],
      journal: ruling == .pass ? .leftOut : .materialised)
  }

  /// At least one record of every kind.
  func all() throws -> [RecordContent] {
    let deferral = DeferralID(phase: phase, number: 1)
    let item = BacklogID(phase: phase, number: 1)
    let expiry = try #require(Timestamp("2026-06-18T00:00:00Z"))
    return [
      record(.operator, .foundWorkspace(policy: try id("1"))), record(.operator, .changePolicy(policy: try id("1"))),
      record(.builder, .filePhase(plan: try id("8"))), record(.builder, .openPhase(plan: try id("8"))),
      record(.operator, .reopenGate(gate)), record(.operator, .reopenPhase), record(.builder, .claim(try claim())),
      record(.builder, .claim(try claim(again: "the runner was down", evidence: try id("9")))),
      record(.builder, .withdraw(gate, claim: try id("3"))), record(.adversary, .rule(try verdict(.pass))),
      record(.adversary, .rule(try verdict(.fail))), record(.adversary, .rule(try verdict(.conditional))),
      record(.adversary, .revoke(gate, verdict: try id("4"))), record(.adversary, .veto),
      record(.adversary, .liftVeto(veto: try id("5"))),
      record(.adversary, .liftCondition(gate, claim: try id("3"), evidence: try id("9"))),
      record(.operator, .waive(gate, check, expires: expiry)),
      record(.adversary, .registerProbes(gate, [Probe(id: probe, text: "pull the plug")])),
      record(.adversary, .captureBaseline(gate, subject: try id("7"))),
      record(.adversary, .openFinding(finding, gate, .blocking)),
      record(.adversary, .openFinding(finding, nil, .minor)),
      record(.adversary, .correctFinding(finding)), record(.adversary, .closeFinding(finding, subject: try id("7"))),
      record(.builder, .addBacklog(item)), record(.builder, .finishBacklog(item)),
      record(.builder, .finishBacklog(item), title: ""), record(.builder, .journal(gate)),
      record(.builder, .journal(nil)), record(.builder, .journal(gate, seal: digest)),
      record(.builder, .publishKey(gate, try key(), head: nil)),
      record(.builder, .publishKey(nil, try key(), head: try id("a"))),
      record(.builder, .defer(deferral, trigger: "when the mirror is back")),
      record(.adversary, .resolve(deferral, pointer: "commit 7777")), record(.builder, .decide),
      record(.builder, .send(to: .adversary, .blocking)), record(.watchdog, .send(to: .operator, .note)),
      record(.adversary, .acknowledge(message: try id("6"))), record(.builder, .done(head: try id("a"))),
    ]
  }

  /// The same record with other words.
  func reworded(_ content: RecordContent, _ random: inout SeededRandom) -> RecordContent {
    var act = content.act
    switch act {
    case .claim(let old):
      act = .claim(
        Claim(
          gate: old.gate, subject: old.subject, plan: old.plan, checklist: old.checklist,
          payload: Payload(what: random.part(), how: random.part(), expected: random.part(), place: random.part()),
          again: old.again.map { _ in random.line() }, evidence: old.evidence))
    case .rule(let old):
      act = .rule(
        Verdict(
          gate: old.gate, ruling: old.ruling, claim: old.claim, subject: old.subject, plan: old.plan,
          checklist: old.checklist, evidence: old.evidence, failing: old.failing, findings: old.findings,
          condition: old.condition.map { _ in random.line() },
          probes: ProbeResult.allCases.map { ProbeAccount(id: probe, result: $0, note: random.line()) },
          journal: old.journal))
    case .registerProbes(let gate, _): act = .registerProbes(gate, [Probe(id: probe, text: random.line())])
    case .defer(let id, _): act = .defer(id, trigger: random.line())
    case .resolve(let id, _): act = .resolve(id, pointer: random.line())
    default: break
    }
    return record(
      content.role, act, title: content.title.isEmpty ? "" : random.line(), body: RecordText.body(random.text(upTo: 12))
    )
  }
}
