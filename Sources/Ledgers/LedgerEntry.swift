import WorkflowModel

/// One entry of a ledger. A heading and a list in the tool's words, then the author's words as a quotation: nothing an
/// author writes can look like a heading of ours, or open a fence that swallows the next entry.
struct LedgerEntry {
  let append: LedgerAppend

  /// The entry of a record; nil for those that have none or create whole files.
  init?(_ content: RecordContent, at time: Timestamp) {
    guard let phase = content.phase else { return nil }
    let heading: String
    var facts: [(name: String, value: String)] = []
    let file: LedgerFile
    var section = LedgerSection.whole

    switch content.act {
    case .foundWorkspace, .changePolicy, .filePhase, .openPhase: return nil
    case .reopenGate(let gate): (file, heading) = (.status(phase), "\(gate): REOPENED")
    case .reopenPhase: (file, heading) = (.status(phase), "\(phase): REOPENED")
    case .claim(let claim):
      (file, heading) = (.status(phase), "\(claim.gate): CLAIMED")
      facts = claim.facts
    case .withdraw(let gate, let claim):
      (file, heading) = (.status(phase), "\(gate): WITHDRAWN")
      facts = [("Claim", claim.description)]
    case .done(let head):
      (file, heading) = (.status(phase), "DONE")
      facts = [("Head", head.description)]
    case .rule(let verdict):
      (file, heading) = (.review(phase), "\(verdict.gate): \(verdict.ruling.rawValue)")
      facts = verdict.facts
    case .revoke(let gate, let verdict):
      (file, heading) = (.review(phase), "\(gate): REVOKED")
      facts = [("Verdict", verdict.description)]
    case .veto: (file, heading) = (.review(phase), "VETO")
    case .liftVeto(let veto):
      (file, heading) = (.review(phase), "VETO LIFTED")
      facts = [("Veto", veto.description)]
    case .liftCondition(let gate, let claim, let evidence):
      (file, heading) = (.review(phase), "\(gate): CONDITION LIFTED")
      facts = [("Claim", claim.description), ("Evidence", evidence.description)]
    case .waive(let gate, let check, let expires):
      (file, heading) = (.review(phase), "\(gate): WAIVED \(check)")
      facts = [("Expires", expires.description)]
    case .registerProbes(let gate, let probes):
      (file, heading) = (.review(phase), "\(gate): PROBES (no verdict)")
      facts = probes.map { ("Probe \($0.id)", $0.text) }
    case .captureBaseline(let gate, let subject):
      (file, heading) = (.review(phase), "\(gate): BASELINE (no verdict)")
      facts = [("Subject", subject.description)]
    case .openFinding(let finding, let gate, let severity):
      (file, section, heading) = (.backlog(phase), .adversaryFindings, "\(finding): OPEN, \(severity.rawValue)")
      facts = gate.map { [("Gate", $0.text)] } ?? []
    case .correctFinding(let finding):
      (file, section, heading) = (.backlog(phase), .adversaryFindings, "\(finding): CORRECTED")
    case .closeFinding(let finding, let subject):
      (file, section, heading) = (.backlog(phase), .adversaryFindings, "\(finding): CLOSED")
      facts = [("Re-tested on", subject.description)]
    case .addBacklog(let item):
      (file, section, heading) = (.backlog(phase), .buildBacklog, "\(item): OPEN")
    case .finishBacklog(let item):
      (file, section, heading) = (.backlog(phase), .buildBacklog, "\(item): DONE")
    case .journal(let gate, let seal):
      (file, heading) = (.journal(phase), gate.map { "\($0): journal" } ?? "journal")
      facts = seal.map { [("Sealed with", $0.description)] } ?? []
    case .publishKey(let gate, let key, let head):
      (file, heading) = (.journal(phase), gate.map { "\($0): KEY PUBLISHED" } ?? "KEY PUBLISHED")
      facts = [("Key", key.description)]
      if let head { facts.append(("Head", head.description)) }
    case .defer(let deferral, let trigger):
      (file, heading) = (.deferred, "\(deferral): DEFERRED")
      facts = [("Re-entry trigger", trigger)]
    case .resolve(let deferral, let pointer):
      (file, heading) = (.deferred, "\(deferral): RESOLVED")
      facts = [("Pointer", pointer)]
    case .decide: (file, heading) = (.decisions, "\(phase): DECISION")
    case .send(let role, let weight):
      (file, heading) = (.inbox(role), "\(phase): MESSAGE\(weight == .blocking ? ", blocking" : "")")
    case .acknowledge(let message):
      (file, heading) = (.inbox(content.role), "\(phase): ACKNOWLEDGED \(message.short)")
    }

    facts.append(("By", "\(content.principal) (\(content.role.rawValue))"))
    let level = section == .whole ? "##" : "###"
    var text = "\n\(level) \(heading) @\(time.minutes)\n\n"
    for fact in facts { text += "- \(fact.name): \(fact.value)\n" }
    let words = [content.title, content.messageBody].filter { !$0.isEmpty }.joined(separator: "\n\n")
    if !words.isEmpty { text += "\n" + Self.quoted(words) + "\n" }
    append = LedgerAppend(file: file, mode: .append(section), text: text)
  }

  private static func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ">" : "> \($0)" }
      .joined(separator: "\n")
  }
}

extension Claim {
  fileprivate var facts: [(name: String, value: String)] {
    var facts = [("Subject", subject.description), ("Plan", plan.description), ("Checklist", checklist.description)]
    if let again { facts.append(("Second look", again)) }
    if let evidence { facts.append(("Evidence", evidence.description)) }
    return facts
  }
}

extension Verdict {
  fileprivate var facts: [(name: String, value: String)] {
    var facts = [("Claim", claim.description), ("Subject", subject.description)]
    if let evidence { facts.append(("Evidence", evidence.description)) }
    facts += failing.map { ("Failing", $0.text) }
    facts += findings.map { ("Finding", $0.description) }
    if let condition { facts.append(("Lifted when", condition)) }
    facts += probes.map { ("Probe", $0.description) }
    facts.append(("Journal", journal == .leftOut ? "not in this clone's worktree" : "was in this clone's worktree"))
    return facts
  }
}
