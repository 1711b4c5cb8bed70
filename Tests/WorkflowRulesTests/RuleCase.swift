import Testing
import WorkflowRules

/// One situation, and the refusals it has to end in; none for an act that is permitted.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let expected: [Refusal]
  let attempt: @Sendable (inout World) -> [Refusal]
  let world: @Sendable () -> World

  init(
    _ name: String, _ world: @autoclosure @escaping @Sendable () -> World, _ expected: [Refusal] = [],
    _ attempt: @escaping @Sendable (inout World) -> [Refusal]
  ) {
    (testDescription, self.expected, self.attempt, self.world) = (name, expected, attempt, world)
  }

  /// Runs it, and sees to it that a refused record changes nothing but the list of disputes.
  func check() {
    var world = world()
    let before = world.state
    let refusals = attempt(&world)
    #expect(refusals == expected)
    if !refusals.isEmpty, world.state.recordCount == before.recordCount {
      var noted = before
      noted.dispute(world.last, refusals)
      #expect(world.state == noted)
    }
    for refusal in refusals { #expect(!refusal.found.isEmpty && !refusal.mend.isEmpty) }
  }
}
