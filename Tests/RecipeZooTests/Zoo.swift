import RecipeHarness

/// Every species. The names are the ways in which recipes are known to fail.
enum Zoo {
  private static let well = Stack()
  private static let next = Stack(image: "v2")
  private static let saved = Stack(labels: ["backupbot.backup=true"], volumes: ["data:/data"])

  static let species: [Species] = upgrades + rollbacks + quietOnes + data + injected

  /// What passes.
  private static let upgrades: [Species] = [
    Species(name: "good upgrade, start-first", base: well, head: next),
    Species(name: "good upgrade, stop-first", base: well, head: next.with { $0.order = "stop-first" }),
    Species(name: "only a label changed", base: well, head: well.with { $0.labels = ["example.revision=2"] }),
    Species(
      name: "slow start within its start_period", base: well,
      head: well.with {
        $0.image = "slow"
        $0.startPeriod = "20s"
      }),
    Species(
      name: "service removed at the head", base: well.with { $0.others = Stack.sleeper("worker") }, head: next),
  ]

  /// What Swarm puts back, silently but for a status that the next update wipes.
  private static let rollbacks: [Species] = [
    Species(
      name: "crash at start", base: well, head: well.with { $0.image = "crash" }, failing: [.upgrade: .rolledBack]),
    Species(
      name: "never healthy", base: well, head: well.with { $0.image = "sick" }, failing: [.upgrade: .rolledBack]),
    Species(
      name: "never healthy, stop-first", base: well,
      head: well.with {
        $0.image = "sick"
        $0.order = "stop-first"
      },
      failing: [.upgrade: .rolledBack]),
    Species(
      name: "healthy, then dies inside monitor", base: well,
      head: well.with {
        $0.image = "dies-later"
        $0.monitor = "8s"
      },
      failing: [.upgrade: .rolledBack]),
  ]

  /// What Swarm leaves as it is.
  private static let quietOnes: [Species] = [
    Species(
      name: "healthy, then dies outside monitor", base: well,
      head: well.with {
        $0.image = "v2"
        $0.monitor = "500ms"
        $0.command = "sleep 8; exit 1"
      },
      metadata: "hooks: { post_upgrade: outlive }\n", companions: ["outlive": "sleep 8"],
      failing: [.upgrade: .lateRollback]),
    Species(
      name: "paused", base: well,
      head: well.with {
        $0.image = "sick"
        $0.failureAction = "pause"
      },
      failing: [.upgrade: .updatePaused]),
    Species(
      name: "failure_action continue", base: well,
      head: well.with {
        $0.image = "crash"
        $0.failureAction = "continue"
      },
      failing: [.upgrade: .notRunning], within: .seconds(60)),
    Species(
      name: "two services, one paused",
      base: well.with { $0.others = Stack.sleeper("worker", failureAction: "pause") },
      head: next.with { $0.others = Stack.sleeper("worker", image: "sick", failureAction: "pause") },
      failing: [.upgrade: .updatePaused]),
    Species(
      name: "image missing", base: well, head: well.with { $0.image = "none" }, failing: [.upgrade: .imageMissing]),
  ]

  /// What is wrong beside the upgrade.
  private static let data: [Species] = [
    Species(
      name: "backup and restore", base: saved, head: saved.with { $0.image = "v2" },
      stages: [.install, .upgrade, .backup, .restore]),
    Species(
      name: "restore that loses data", base: saved,
      head: saved.with { $0.labels.append("backupbot.restore.post-hook=rm /data/.assay-marker") },
      stages: [.install, .backup, .restore], failing: [.restore: .restoreLostData]),
    Species(
      name: "test suite that collects nothing", base: well, head: next,
      metadata: "tests: { run: [collect-nothing], report: '*.xml' }\n",
      companions: ["collect-nothing": "echo '<testsuite tests=\"0\"/>' >$ASSAY_REPORTS/junit.xml"],
      stages: [.install, .custom], failing: [.custom: .noTestsCollected]),
    Species(
      name: "teardown that leaks a volume", base: well, head: next,
      metadata: "hooks: { post_install: leak }\n",
      companions: ["leak": "docker volume create ${ASSAY_STACK}_extra"], stages: [.install],
      reasons: [.teardownLeak]),
    Species(
      name: "secret printed in a log", base: well, head: next,
      metadata: "hooks: { post_install: tell }\n", companions: ["tell": "echo the secret is zoo-secret-value"],
      stages: [.install], reasons: [.secretLeak]),
  ]

  /// Faults put in on purpose, each of which turns a good upgrade red for its own reason.
  private static let injected: [Species] = [
    Species(
      name: "injected: wrong stamp", base: well, head: next, injection: .stamp(nil),
      failing: [.upgrade: .wrongCheckout]),
    Species(name: "injected: crash", base: well, head: next, injection: .crash, failing: [.upgrade: .rolledBack]),
    Species(name: "injected: sick", base: well, head: next, injection: .sick, failing: [.upgrade: .rolledBack]),
    Species(
      name: "injected: no image", base: well, head: next, injection: .noImage, failing: [.upgrade: .imageMissing]),
    Species(
      name: "injected: dropped test", base: well, head: next,
      metadata: "tests: { run: [greet], report: '*.xml', passed: [greets] }\n",
      companions: [
        "greet":
          "echo '<testsuite><testcase name=\"greets\"/><testcase name=\"parts\"/></testsuite>' >$ASSAY_REPORTS/junit.xml"
      ],
      stages: [.install, .custom], injection: .dropTest, failing: [.custom: .testMissing]),
    Species(
      name: "injected: leaked secret", base: well, head: next, injection: .leakSecret, reasons: [.secretLeak]),
    Species(
      name: "injected: volume left", base: saved, head: saved.with { $0.image = "v2" }, injection: .leaveVolume,
      reasons: [.teardownLeak]),
  ]
}
