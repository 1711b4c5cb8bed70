import Exploration
import Testing
import WorkflowModel

@testable import WorkflowRules

extension Judging {
  /// The judge as it would be had somebody left out this rule.
  static func without(_ rule: RuleID) -> Judging {
    Judging(
      refusals: { candidate, state in
        for each in Judge.rules {
          let refusals = each.refusals(of: candidate, in: state).filter { $0.rule != rule }
          if !refusals.isEmpty { return refusals }
        }
        return []
      },
      take: { state, id, candidate in
        state.apply(id, candidate)
        state.recordCount += 1
        state.lastTime = candidate.time
      })
  }
}

/// Signatures, forgotten in one place: everything else is judged as it is.
enum ForgottenSignature: String, CaseIterable, CustomTestStringConvertible {
  /// R1 takes the address for the author.
  case ofRecords
  /// V3 takes the collector's name for the collector.
  case ofEvidence
  /// R7 and R1 take the founder for an operator whom their own record names.
  case ofFounding
  /// The policy stays what it was, so that a revoked key is as good as before.
  case ofRevocation

  var testDescription: String { rawValue }

  var judging: Judging {
    Judging(
      refusals: { candidate, state in
        var trusting = state
        trusting.policy = state.policy.map { $0.withoutSignatures }
        for rule in Judge.rules {
          let isTrusting =
            self == .ofRecords && rule == R1Permission.self || self == .ofEvidence && rule == V3ColdEvidence.self
          if self == .ofFounding, rule == R7Founding.self { continue }
          let refusals = rule.refusals(of: candidate, in: isTrusting ? trusting : state)
          if !refusals.isEmpty { return refusals }
        }
        return []
      },
      take: { state, id, candidate in
        let policy = state.policy
        state.apply(id, candidate)
        if self == .ofRevocation, let policy { state.policy = policy }
        state.recordCount += 1
        state.lastTime = candidate.time
      })
  }

  /// What its being forgotten lets through, and from where how soon.
  var expected: (flaw: Flaw, depth: Int, start: Setting.Start, topics: Setting.Topics) {
    switch self {
    case .ofRecords: (.notEntitled, 1, .closable, .forgery)
    case .ofEvidence: (.unsignedEvidence, 2, .secondClaimed, .forgery)
    case .ofFounding: (.notEntitled, 2, .closable, .forgery)
    case .ofRevocation: (.notEntitled, 3, .secondClaimed, [.keys, .forgery])
    }
  }
}

extension Policy {
  fileprivate var withoutSignatures: Policy { Policy(name: name, sharing: sharing, principals: principals) }
}

/// A rule, and the smallest world in which forgetting it lets an unearned DONE through.
struct Forgotten: CustomTestStringConvertible {
  let rule: RuleID
  let flaw: Flaw
  let depth: Int
  let setting: Setting
  var testDescription: String { rule.rawValue }

  init(
    _ rule: RuleID, _ flaw: Flaw, depth: Int, from start: Setting.Start, _ topics: Setting.Topics,
    held: Setting.Held = .none, _ edit: (inout Setting) -> Void = { _ in }
  ) {
    (self.rule, self.flaw, self.depth) = (rule, flaw, depth)
    var setting = Setting()
    setting.start = start
    setting.topics = topics
    setting.held = held
    edit(&setting)
    self.setting = setting
  }
}

@Suite struct `An exploration has teeth` {
  private static let forgotten = [
    Forgotten(.r1, .notEntitled, depth: 2, from: .secondClaimed, .forgery),
    Forgotten(.r1, .veto, depth: 3, from: .closable, [.objections, .forgery]),
    Forgotten(.r3, .datedBack, depth: 3, from: .closable, [.time, .forgery], held: .builder),
    Forgotten(.r7, .notEntitled, depth: 2, from: .closable, .forgery),
    Forgotten(.c1, .notOpen, depth: 5, from: .declared, []),
    Forgotten(.c2, .unmetNeeds, depth: 5, from: .open, []),
    Forgotten(.c3, .unpushed, depth: 3, from: .firstPassed, .forgery, held: .builder),
    Forgotten(.c4, .noPayload, depth: 3, from: .firstPassed, .forgery, held: .builder),
    Forgotten(.c5, .secondLook, depth: 5, from: .firstPassed, .rounds),
    Forgotten(.c6, .otherChecklist, depth: 3, from: .firstPassed, .forgery, held: .builder),
    Forgotten(.v1, .otherClaim, depth: 2, from: .secondClaimed, .forgery, held: .adversary),
    Forgotten(.v2, .ownClaim, depth: 3, from: .firstPassed, []) { $0.isShared = true },
    Forgotten(.v2, .ruledTwice, depth: 3, from: .secondClaimed, []) { $0.adversaries = 2 },
    Forgotten(.v3, .warm, depth: 2, from: .secondClaimed, .forgery, held: .adversary),
    Forgotten(.v4, .openBlocker, depth: 4, from: .secondClaimed, .objections),
    Forgotten(.v5, .probes, depth: 4, from: .firstPassed, [.objections, .forgery], held: .adversary),
    Forgotten(.v7, .escalated, depth: 5, from: .firstPassed, .rounds) { $0.rounds = 1 },
    Forgotten(.d1, .noClaim, depth: 1, from: .open, []),
    Forgotten(.d1, .stale, depth: 2, from: .closable, .time),
    Forgotten(.d1, .stale, depth: 2, from: .closable, .head),
    Forgotten(.d1, .veto, depth: 2, from: .closable, .objections),
    Forgotten(.d2, .noClaim, depth: 2, from: .closable, .rounds),
  ]

  @Test(arguments: forgotten) func `and notices a forgotten rule`(_ forgotten: Forgotten) async throws {
    let explorer = Explorer(forgotten.setting, .without(forgotten.rule), looksFor: forgotten.flaw)
    let survey = await explorer.explore(depth: forgotten.depth, states: 200_000, workers: 2)
    let violation = try #require(survey.violation, "\(survey.states) states")
    #expect(violation.flaws.contains(forgotten.flaw))
    #expect(violation.trace.count == forgotten.depth, "\(violation.trace)")
    // With the rule, the same world holds.
    let whole = await Explorer(forgotten.setting).explore(depth: forgotten.depth, states: 200_000, workers: 2)
    #expect(whole.violation == nil)
  }

  @Test(arguments: ForgottenSignature.allCases) func `and notices a forgotten signature`(
    _ forgotten: ForgottenSignature
  ) async throws {
    let expected = forgotten.expected
    var setting = Setting()
    setting.isSigned = true
    setting.held = .adversary
    setting.start = expected.start
    setting.topics = expected.topics
    let explorer = Explorer(setting, forgotten.judging, looksFor: expected.flaw)
    let survey = await explorer.explore(depth: expected.depth, states: 200_000, workers: 2)
    let violation = try #require(survey.violation, "\(survey.states) states")
    #expect(violation.trace.count == expected.depth, "\(violation.trace)")
    let whole = await Explorer(setting).explore(depth: expected.depth, states: 200_000, workers: 2)
    #expect(whole.violation == nil)
  }

  /// R6 binds what a file's own record brings; that everything else is read at the base is how the fold is built, and
  /// no rule can be left out for it. R2, R4, R5, V6, P1 and the second half of R3 judge trees, journals, pushes and
  /// history, of which this world has none.
  @Test func `and says which rules it does not need`() async {
    let needed = Set(Self.forgotten.map(\.rule))
    #expect(Set(RuleID.allCases).subtracting(needed) == [.r2, .r4, .r5, .r6, .v6, .p1])
    var setting = Setting()
    setting.topics = [.files, .forgery]
    setting.held = .builder
    setting.start = .secondClaimed
    let survey = await Explorer(setting, .without(.r6)).explore(depth: 3, states: 200_000, workers: 2)
    #expect(survey.violation == nil && survey.done > 0)
  }
}
