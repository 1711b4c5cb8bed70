import WorkflowModel

/// Where an evidence set does not agree with the gate's checklist, or with what it stores itself.
package enum Discrepancy: Hashable, Sendable, CustomStringConvertible {
  case otherGate(GateID)
  case otherChecklist(Digest)
  case missing(String)
  case unknown(String)
  /// Kind, control or number of runs is not what the checklist asks.
  case askedOtherwise(String)
  /// The stated status is not what the stored exit and outputs come to; `run` counts from 1.
  case status(String, run: Int, stated: CheckStatus, found: String)

  package var description: String {
    switch self {
    case .otherGate(let gate): "the set is about gate \(gate)"
    case .otherChecklist(let digest): "the set answers another checklist, \(digest)"
    case .missing(let check): "check \(check) is missing"
    case .unknown(let check): "check \(check) is not in the checklist"
    case .askedOtherwise(let check): "check \(check) was not asked as the checklist says"
    case .status(let check, let run, let stated, let found):
      "run \(run) of check \(check) is stated as \(stated.rawValue), but \(found)"
    }
  }
}

extension EvidenceReader {
  /// Judges the stored observations once more by the gate's own expectations, wherever a log is stored whole and
  /// unmasked. What cannot be known from the set (files, named tests, cut logs) is not complained of.
  package static func recheck(_ evidence: StoredEvidence, _ gate: Gate) -> [Discrepancy] {
    let details = evidence.details
    guard details.gate == gate.id else { return [.otherGate(details.gate)] }
    guard details.checklist == gate.checklist else { return [.otherChecklist(details.checklist)] }
    var unanswered = Dictionary(details.checks.map { ($0.name, $0) }) { first, _ in first }
    var found: [Discrepancy] = []
    for check in gate.checks {
      for instance in instances(of: check) {
        guard let stated = unanswered.removeValue(forKey: instance.name), stated.instance == instance.values else {
          found.append(.missing(instance.name))
          continue
        }
        found += recheck(stated, instance, evidence)
      }
    }
    return found + unanswered.keys.sorted().map { .unknown($0) }
  }

  private static func recheck(
    _ stated: StatedCheck, _ instance: CheckInstance, _ evidence: StoredEvidence
  ) -> [Discrepancy] {
    let check = instance.check
    let isWhole = stated.status != .pass || stated.runs.count == max(check.repeats, 1)
    guard stated.kind == check.asks.name, stated.control == check.isControl, isWhole,
      (stated.network == true) == (check.reach == .shared)
    else {
      return [.askedOtherwise(instance.name)]
    }
    return stated.runs.enumerated().compactMap { index, run in
      guard let judgement = judge(run, of: stated, instance, evidence) else { return nil }
      let found: String
      switch (run.status, judgement.status) {
      case (.pass, .pass), (.fail, .fail), (.fail, .error), (.error, _), (.flaky, _), (.waived, _): return nil
      case (.pass, _): found = judgement.reason
      case (.fail, _): found = "what is stored passes"
      }
      return .status(instance.name, run: index + 1, stated: run.status, found: found)
    }
  }

  private static func judge(
    _ run: StatedRun, of check: StatedCheck, _ instance: CheckInstance, _ evidence: StoredEvidence
  ) -> Judgement? {
    let ending: Ending
    switch (run.exit, run.signal) {
    case (let code?, _): ending = .exit(code)
    case (_, let number?): ending = .signal(number)
    default: return nil
    }
    func text(_ stream: StatedStream?) -> ObservedText {
      guard let stream, stream.sha256 == stream.storedSHA256, let log = evidence.log(stream.stored) else {
        return .unknown
      }
      return .whole(log)
    }
    let stored = StoredRun(
      stated: run, inspected: check.inspected, ending: ending, stdout: text(run.stdout), stderr: text(run.stderr),
      request: RequestIdentity(
        nonce: evidence.set.nonce, subject: evidence.set.subject, started: evidence.set.started))
    return instance.question.judgeAgain(stored, instance.expectation)
  }
}
