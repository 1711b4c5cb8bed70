import WorkflowModel

/// The subject line of a record: fixed, because people's own watchers read it.
package enum RecordSubject {
  /// How the line goes on after the fixed part.
  enum Tail {
    /// ` — title`, and the title is required.
    case dash
    /// ` title`, and the title is required.
    case plain
    /// Nothing follows.
    case none
    /// ` — title` when there is a title.
    case optional
  }

  static func fixedPart(of content: RecordContent) -> (text: String, tail: Tail) {
    let phase = content.phase?.text ?? ""
    switch content.act {
    case .foundWorkspace: return ("policy: FOUNDED", .dash)
    case .changePolicy: return ("policy:", .plain)
    case .filePhase: return ("phase(\(phase)): FILE", .dash)
    case .openPhase: return ("phase(\(phase)): OPEN", .dash)
    case .reopenGate(let gate): return ("phase(\(phase)): \(gate) REOPENED", .dash)
    case .reopenPhase: return ("phase(\(phase)): REOPENED", .dash)
    case .claim(let claim): return ("claim(\(phase)): \(claim.gate)", .dash)
    case .withdraw(let gate, _): return ("claim(\(phase)): \(gate) WITHDRAWN", .dash)
    case .rule(let verdict): return ("review(\(phase)): \(verdict.gate) \(verdict.ruling.rawValue)", .dash)
    case .revoke(let gate, _): return ("review(\(phase)): \(gate) REVOKED", .dash)
    case .veto: return ("review(\(phase)): VETO", .dash)
    case .liftVeto: return ("review(\(phase)): VETO LIFTED", .dash)
    case .liftCondition(let gate, _, _): return ("review(\(phase)): \(gate) CONDITION LIFTED", .dash)
    case .waive(let gate, let check, _): return ("review(\(phase)): \(gate) WAIVED \(check)", .dash)
    case .registerProbes(let gate, _): return ("note(\(phase)): PROBES \(gate)", .dash)
    case .captureBaseline(let gate, _): return ("note(\(phase)): BASELINE \(gate)", .dash)
    case .openFinding(let finding, _, _): return ("finding(\(phase)): \(finding)", .dash)
    case .correctFinding(let finding): return ("finding(\(phase)): \(finding) CORRECTED", .dash)
    case .closeFinding(let finding, _): return ("finding(\(phase)): \(finding) CLOSED", .dash)
    case .addBacklog(let item): return ("backlog(\(phase)): \(item)", .dash)
    case .finishBacklog(let item): return ("backlog(\(phase)): \(item) DONE", .optional)
    case .publishKey(let gate, _, _): return ("journal(\(phase)): KEY\(gate.map { " \($0)" } ?? "") — published", .none)
    case .journal: return ("journal(\(phase)):", .plain)
    case .defer(let deferral, _): return ("deferred(\(phase)): \(deferral)", .dash)
    case .resolve(let deferral, _): return ("deferred(\(phase)): \(deferral) RESOLVED", .dash)
    case .decide: return ("decision(\(phase)):", .plain)
    case .send(let role, _): return ("inbox(\(phase)): to \(role.rawValue)", .dash)
    case .acknowledge(let message): return ("inbox(\(phase)): ack \(message.short)", .none)
    case .done: return ("status(\(phase)): DONE", .none)
    }
  }

  package static func line(of content: RecordContent) -> String {
    let (text, tail) = fixedPart(of: content)
    switch tail {
    case .dash: return "\(text) — \(content.title)"
    case .plain: return "\(text) \(content.title)"
    case .none: return text
    case .optional: return content.title.isEmpty ? text : "\(text) — \(content.title)"
    }
  }

  /// The title in the line, for a record that says the rest.
  static func title(in line: String, of content: RecordContent) throws(MalformedRecord) -> String {
    let (text, tail) = fixedPart(of: content)
    let separator: String
    switch tail {
    case .none:
      guard line.utf8.elementsEqual(text.utf8) else { throw .subject(line) }
      return ""
    case .optional:
      if line.utf8.elementsEqual(text.utf8) { return "" }
      separator = " — "
    case .dash: separator = " — "
    case .plain: separator = " "
    }
    guard let title = line.afterPrefix(text + separator), !title.isEmpty else { throw .subject(line) }
    return title
  }
}
