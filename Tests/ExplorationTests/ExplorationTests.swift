import Exploration
import Testing
import WorkflowModel
import WorkflowRules

/// Worlds small enough for every run of the tests. `make explore` goes much further.
@Suite struct `A bounded world` {
  @Test(arguments: Setting.Held.allCases, [1, 2])
  func `reaches no DONE that was not earned`(_ held: Setting.Held, _ adversaries: Int) async {
    var setting = Setting()
    setting.held = held
    setting.adversaries = adversaries
    setting.start = .secondClaimed
    setting.isShared = adversaries == 2
    let survey = await Explorer(setting).explore(depth: 3, states: 100_000, workers: 2)
    #expect(survey.violation == nil)
    // An exploration that gets nowhere, or is never refused, would show nothing.
    #expect(survey.done > 0 && survey.depth == 3)
    #expect(survey.refused > survey.states)
    #expect(survey.byRule.keys.contains(.r1) && survey.byRule.keys.contains(.d1))
  }

  /// Where records are signed, an address is anybody's, and roles come from keys; a key may be revoked on the way.
  @Test(arguments: [Setting.Held.builder, .adversary])
  func `with signatures reaches no DONE that was not earned`(_ held: Setting.Held) async {
    var setting = Setting()
    setting.isSigned = true
    setting.held = held
    setting.start = .secondClaimed
    setting.topics = [.keys, .forgery]
    let survey = await Explorer(setting).explore(depth: 3, states: 100_000, workers: 2)
    #expect(survey.violation == nil)
    #expect(survey.done > 0 && survey.depth == 3)
    #expect(survey.byRule.keys.contains(.r1) && (held != .adversary || survey.byRule.keys.contains(.v3)))
  }

  @Test func `is gone through to its end`() async {
    var setting = Setting()
    setting.topics = .head
    let survey = await Explorer(setting).explore(depth: 40, states: 100_000, workers: 2)
    #expect(survey.violation == nil && survey.isExhausted && survey.done > 0)
  }

  @Test func `comes to the same by one worker and by two`() async {
    var setting = Setting()
    setting.held = .adversary
    setting.start = .firstPassed
    let one = await Explorer(setting).explore(depth: 2, states: 100_000, workers: 1)
    let two = await Explorer(setting).explore(depth: 2, states: 100_000, workers: 2)
    #expect(one.states == two.states && one.judged == two.judged && one.done == two.done)
  }
}
