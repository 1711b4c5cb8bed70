import Ledgers
import WorkflowModel

/// R3 — One record per commit; its ledger change is the rendering of its trailers and body, nothing more. A commit that
/// is no record touches nothing under the ledger directory, the phase directory and `assay.yml`. What a record refers
/// to has to be there.
package enum OneRecord: RefusalReason {
  case malformed(MalformedRecord)
  case parents(Int)
  case touchesElsewhere([String])
  case otherChange(path: String)
  case damaged(LedgerDamage)
  case plainTouches([String])
  case unknownReference(String)
  case alreadySettled(String)
  case wrongNumber(found: String, expected: String)
  case timeRunsBack(Timestamp, last: Timestamp)
  case otherTime(Timestamp, now: Timestamp)
  case elsewhere(branch: String, reference: String)

  package var found: String {
    switch self {
    case .malformed(let problem): problem.description
    case .parents(let count): "a record has one parent, and this commit has \(count)"
    case .touchesElsewhere(let paths): "the record also changes \(list(paths.prefix(5).map(InertText.line)))"
    case .otherChange(let path):
      "the change of \(InertText.line(path)) is not the rendering of the record's trailers and body"
    case .damaged(let damage): damage.description
    case .plainTouches(let paths):
      "a commit that is no record changes \(list(paths.prefix(5).map(InertText.line)))"
    case .unknownReference(let what): "there is no \(what)"
    case .alreadySettled(let what): "\(what) already"
    case .wrongNumber(let found, let expected): "the next number is \(expected), not \(found)"
    case .otherTime(let time, let now): "it is dated \(time), and it is \(now)"
    case .elsewhere(let branch, let reference):
      "it is a record on \(InertText.line(reference)), and records stand on \(branch)"
    case .timeRunsBack(let time, let last): "it is dated \(time), before the record it follows, of \(last)"
    }
  }

  package var mend: String {
    switch self {
    case .malformed, .parents, .touchesElsewhere, .otherChange, .damaged:
      "records are written by assay's commands, and by nothing else; see: assay audit"
    case .plainTouches: "undo it with git revert; use assay's commands for ledgers, phase files and assay.yml"
    case .unknownReference, .alreadySettled: "see what there is: assay status, assay finding list, assay inbox"
    case .elsewhere: "leave it out: git rebase; assay's commands put records where they belong"
    case .otherTime: "set the clock, and run the command again"
    case .wrongNumber, .timeRunsBack: "run the command again: the tool chooses the number"
    }
  }
}

/// The parts of R3 that a commit's own form decides.
enum R3OneRecord {
  static func refusals(ofPlain change: TreeChange) -> [Refusal] {
    change.owned.isEmpty ? [] : [.r3(.plainTouches(change.owned.map(\.path)))]
  }
}

/// R3's last part: a record is not older than the one before it, and items, vetoes and messages that a record names exist and are open.
enum R3References: Rule {
  /// How many seconds a writer's clock may differ from the judge's. A record dated back could keep a pass fresh.
  private static let clockTolerance: Int64 = 900

  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    if let last = state.lastTime, candidate.time < last { return [.r3(.timeRunsBack(candidate.time, last: last))] }
    if let now = candidate.facts.now, abs(candidate.time.seconds - now.seconds) > clockTolerance {
      return [.r3(.otherTime(candidate.time, now: now))]
    }
    return refusal(of: candidate.content, in: state).map { [.r3($0)] } ?? []
  }

  private static func refusal(of content: RecordContent, in state: WorkflowState) -> OneRecord? {
    guard let id = content.phase, let phase = state.phases[id] else { return nil }
    switch content.act {
    case .openFinding(let finding, _, _):
      return number(finding, of: id, after: phase.findings.count)
    case .addBacklog(let item): return number(item, of: id, after: phase.backlog.count)
    case .defer(let deferral, _): return number(deferral, of: id, after: phase.deferrals)
    case .correctFinding(let finding), .closeFinding(let finding, _):
      guard let known = phase.findings[finding] else { return .unknownReference("finding \(finding)") }
      return known.closedBy == nil ? nil : .alreadySettled("finding \(finding) is closed")
    case .finishBacklog(let item):
      guard let known = phase.backlog[item] else { return .unknownReference("backlog item \(item)") }
      return known.done ? .alreadySettled("backlog item \(item) is done") : nil
    case .resolve(let deferral, _):
      guard !state.deferrals.contains(where: { $0.id == deferral }) else { return nil }
      return .unknownReference("open deferral \(deferral)")
    case .liftVeto(let veto):
      guard !phase.vetoes.contains(where: { $0.record == veto }) else { return nil }
      return .unknownReference("standing veto \(veto.short)")
    case .acknowledge(let message):
      guard !state.messages.contains(where: { $0.id == message }) else { return nil }
      return .unknownReference("unacknowledged message \(message.short)")
    case .withdraw(let gate, let claim):
      guard phase.gate(gate).standing.answerable?.record != claim else { return nil }
      return .unknownReference("open claim \(claim.short) on gate \(gate)")
    case .revoke(let gate, let verdict):
      guard !phase.gate(gate).standing.rests(on: verdict) else { return nil }
      return .unknownReference("standing verdict \(verdict.short) on gate \(gate)")
    case .waive(let gate, let check, let expires):
      guard phase.phase.gate(gate)?.check(check) != nil else {
        return .unknownReference("check \(check) in gate \(gate)")
      }
      return expires.seconds > 0 ? nil : .unknownReference("expiry")
    case .reopenGate(let gate):
      if case .escalated = phase.gate(gate).standing { return nil }
      return .alreadySettled("gate \(gate) is not escalated, so it is open")
    case .reopenPhase: return phase.stage == .done ? nil : .alreadySettled("phase \(id) is not done, so it is open")
    case .openPhase: return phase.stage == .declared ? nil : .alreadySettled("phase \(id) is open")
    default: return nil
    }
  }

  private static func number<Kind>(_ found: Serial<Kind>, of phase: PhaseID, after count: Int) -> OneRecord? {
    let expected = Serial<Kind>(phase: phase, number: count + 1)
    return found == expected ? nil : .wrongNumber(found: found.description, expected: expected.description)
  }
}

/// R3's first part: the tree's change is exactly the record's rendering.
enum R3Rendering: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard let change = candidate.facts.change else { return [] }
    guard change.elsewhere.isEmpty else { return [.r3(.touchesElsewhere(change.elsewhere))] }
    guard let policy = policy(for: candidate, in: state) else { return [] }
    let rendering = Rendering(candidate.content, at: candidate.time, under: policy)
    // By their bytes: for Swift two paths of different bytes can be equal.
    var owned = Dictionary(change.owned.map { (Array($0.path.utf8), $0) }, uniquingKeysWith: { first, _ in first })

    for (path, id) in rendering.files {
      guard let file = owned.removeValue(forKey: Array(path.utf8)) else {
        // The file may already have been what the record says it is.
        continue
      }
      guard file.after?.id == id, file.after?.isPlainFile == true else { return [.r3(.otherChange(path: path))] }
    }
    for append in rendering.appends {
      let path = "\(policy.ledgers)/\(append.file.name)"
      guard let file = owned.removeValue(forKey: Array(path.utf8)), let after = file.after, after.isPlainFile else {
        return [.r3(.otherChange(path: path))]
      }
      do {
        let expected = try LedgerSections.appending(append, to: file.before?.bytes)
        guard expected == after.bytes else { return [.r3(.otherChange(path: path))] }
      } catch {
        return [.r3(.damaged(error))]
      }
    }
    if let evidence = rendering.evidence {
      let prefix = "\(policy.ledgers)/\(evidence.directory)-"
      let carried = owned.filter { $0.value.path.afterPrefix(prefix) != nil }
      let numbers = Set(carried.keys.map { $0.dropFirst(prefix.utf8.count).prefix { $0 != UInt8(ascii: "/") } })
      guard numbers.count == 1, let number = numbers.first, Int(String(decoding: number, as: UTF8.self)) != nil,
        carried.values.allSatisfy({ $0.before == nil })
      else { return [.r3(.otherChange(path: prefix + "*"))] }
      for path in carried.keys { owned[path] = nil }
    }
    return owned.values.map(\.path).min().map { [.r3(.otherChange(path: $0))] } ?? []
  }

  private static func policy(for candidate: Candidate, in state: WorkflowState) -> Policy? {
    if let policy = state.policy { return policy }
    if case .read(let policy) = candidate.facts.policy { return policy }
    return nil
  }
}

extension GateStanding {
  /// Whether the verdict is one that the gate's standing rests on.
  func rests(on verdict: ObjectID) -> Bool {
    switch self {
    case .passed(let pass): pass.votes.contains { $0.record == verdict }
    case .conditional(_, _, let ruling): ruling == verdict
    case .claimed(let claim): claim.votes.contains { $0.record == verdict }
    default: false
    }
  }
}
