import WorkflowModel

/// The worlds that `make explore` goes through. A world with everything in it grows too fast to go deep; those with
/// less in it go deeper.
package struct Profile: Sendable {
  package let name: String
  package let setting: Setting
  package let depth: Int
  package let states: Int

  private static func profile(
    _ name: String, depth: Int, states: Int = 100_000, _ edit: (inout Setting) -> Void
  ) -> Profile {
    var setting = Setting()
    edit(&setting)
    return Profile(name: name, setting: setting, depth: depth, states: states)
  }

  package static let all = [
    // Nothing forged takes effect in the stranger's name: without forgeries the same states are reached, and more.
    profile("deep", depth: 40, states: 800_000) { $0.topics.remove(.forgery) },
    profile("outsider", depth: 8) { $0.held = .none },
    profile("builder", depth: 8, states: 200_000) { $0.held = .builder },
    profile("adversary", depth: 8, states: 200_000) { $0.held = .adversary },
    profile("two", depth: 8, states: 150_000) {
      $0.start = .firstClaimed
      $0.held = .adversary
      $0.adversaries = 2
      $0.rounds = 1
      $0.waivers = .adversary
      $0.isShared = true
    },
    profile("signed", depth: 8, states: 40_000) {
      $0.isSigned = true
      $0.held = .adversary
    },
    profile("keys", depth: 40, states: 20_000) {
      $0.start = .firstClaimed
      $0.isSigned = true
      $0.held = .adversary
      $0.adversaries = 2
      $0.topics = [.keys, .objections, .forgery]
    },
    profile("rounds", depth: 40, states: 40_000) {
      $0.held = .adversary
      $0.topics = [.rounds, .head, .forgery]
    },
    profile("objections", depth: 40) {
      $0.held = .builder
      $0.topics = [.objections, .forgery]
    },
    profile("files", depth: 40) {
      $0.held = .builder
      $0.topics = [.files, .head, .forgery]
    },
    profile("time", depth: 40) {
      $0.held = .adversary
      $0.days = 2
      $0.topics = [.time, .head, .forgery]
    },
  ]
}
