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
  /// Judges the stored observations once more by the gate's own expectations, wherever a log was not cut. What cannot be
  /// known from the set (files, named tests, cut logs) is not complained of.
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
      (stated.network == true) == (check.reach == .shared), stated.says(instance.question.asked)
    else {
      return [.askedOtherwise(instance.name)]
    }
    return stated.runs.enumerated().compactMap { index, run in
      guard
        let judgement = instance.judgeStored(
          run, inspected: stated.inspected, evidence.request, log: { evidence.log($0) })
      else { return nil }
      let found: String
      switch (run.status, judgement.status) {
      case (.pass, .pass), (.fail, .fail), (.fail, .error), (.error, _), (.flaky, _), (.waived, _): return nil
      case (.pass, _): found = judgement.reason
      case (.fail, _): found = "what is stored passes"
      }
      return .status(instance.name, run: index + 1, stated: run.status, found: found)
    }
  }
}

extension StatedCheck {
  /// Whether that is what it says was asked, but for what was masked of it.
  fileprivate func says(_ asked: Asked) -> Bool {
    func same(_ stated: String?, _ asked: String?) -> Bool {
      guard let stated, let asked else { return stated == nil && asked == nil }
      return Masking.mayBe(stated, InertText.block(asked))
    }
    func same(_ stated: [String]?, _ asked: [String]?) -> Bool {
      guard let stated, let asked else { return stated == nil && asked == nil }
      return stated.count == asked.count && zip(stated, asked).allSatisfy { same($0, $1) }
    }
    return same(argv, asked.argv) && same(shell, asked.shell) && same(facts, asked.facts)
  }
}

extension StoredEvidence {
  fileprivate var request: RequestIdentity {
    RequestIdentity(nonce: set.nonce, subject: set.subject, started: set.started)
  }
}
