import RecipeHarness

/// Every species. The names are the ways in which recipes are known to fail.
enum Zoo {
  private static let well = Stack()
  private static let next = Stack(image: "v2")

  static let species: [Species] = [
    // What must pass.
    Species(name: "good upgrade, start-first", base: well, head: next, verdict: [:]),
    Species(
      name: "good upgrade, stop-first", base: well, head: next.with { $0.order = "stop-first" }, verdict: [:]),
    Species(
      name: "only a label changed", base: well, head: well.with { $0.labels = ["example.revision=2"] }, verdict: [:]),
    Species(
      name: "slow start within its start_period", base: well,
      head: next.with {
        $0.startPeriod = "20s"
        $0.command = "mv /www/index.html /tmp/i; sleep 4; mv /tmp/i /www/index.html; sleep 100000"
      },
      verdict: [:], within: .seconds(20)),
    Species(
      name: "service removed at the head", base: well.with { $0.others = Stack.sleeper("worker") }, head: next,
      verdict: [:]),

    // What Swarm rolls back, silently but for its own status.
    Species(
      name: "crash at start", base: well, head: well.with { $0.image = "crash" },
      verdict: [.upgrade: .fail(.rolledBack)]),
    Species(
      name: "never healthy", base: well, head: well.with { $0.image = "sick" },
      verdict: [.upgrade: .fail(.rolledBack)]),
    Species(
      name: "never healthy, stop-first", base: well,
      head: well.with {
        $0.image = "sick"
        $0.order = "stop-first"
      },
      verdict: [.upgrade: .fail(.rolledBack)]),
    Species(
      name: "healthy, then dies inside monitor", base: well,
      head: next.with {
        $0.monitor = "6s"
        $0.command = "sleep 3; exit 1"
      },
      verdict: [.upgrade: .fail(.rolledBack)], within: .seconds(20)),

    // What it does not roll back.
    Species(
      name: "healthy, then dies outside monitor", base: well,
      head: next.with {
        $0.monitor = "1s"
        $0.command = "sleep 4; exit 1"
      },
      metadata: "health: { exec: { service: app, run: test -s /www/index.html }, stable_for: 5 }\n",
      verdict: [.upgrade: .fail(.unhealthy)], within: .seconds(60)),
    Species(
      name: "paused", base: well,
      head: well.with {
        $0.image = "sick"
        $0.failureAction = "pause"
      },
      verdict: [.upgrade: .fail(.paused)]),
    Species(
      name: "failure_action continue", base: well,
      head: well.with {
        $0.image = "crash"
        $0.failureAction = "continue"
      },
      verdict: [.upgrade: .fail(.notRunning)], within: .seconds(30)),
    Species(
      name: "two services, one paused", base: well.with { $0.others = Stack.sleeper("worker", failureAction: "pause") },
      head: next.with { $0.others = Stack.sleeper("worker", image: "sick", failureAction: "pause") },
      verdict: [.upgrade: .fail(.paused)]),
    Species(
      name: "image missing", base: well, head: well.with { $0.image = "none" },
      verdict: [.upgrade: .fail(.imageMissing)]),
  ]
}
