import Swarm

/// One look of a table: what is seen, and when, in tenths of a second since the redeployment.
struct Look {
  var time: Int
  var service: ServiceState?
  var tasks: [TaskState] = []
}

/// The service of these tests: version 10, label `r1` and image `v1` before; 20, `r2` and `v2` after.
enum Sample {
  static func service(
    id: String = "s", version: UInt64 = 20, revision: String = "r2", previous: String? = "r1", image: String? = nil,
    replicas: Int? = 1, action: String = "rollback", monitor: Duration = .seconds(5), ratio: Double = 0,
    _ status: UpdateStatus? = nil
  ) -> ServiceState {
    ServiceState(
      id: id, name: "app", version: version, labels: ["revision": revision],
      previousLabels: previous.map { ["revision": $0] }, image: image ?? "v\(revision.dropFirst())", replicas: replicas,
      policy: UpdatePolicy(failureAction: action, monitor: monitor, maxFailureRatio: ratio), status: status)
  }

  static let base = service(version: 10, revision: "r1", previous: nil)

  static func status(_ state: UpdateState, _ message: String = "", started: String = "t2") -> UpdateStatus {
    UpdateStatus(state: state, startedAt: started, message: message)
  }

  static func task(
    _ id: String, slot: Int? = 1, upToDate: Bool = true, desired: String = "running", _ state: String = "running",
    error: String = ""
  ) -> TaskState {
    TaskState(
      id: id, slot: slot, image: upToDate ? "v2" : "v1", isUpToDate: upToDate, desired: desired, state: state,
      error: error)
  }

  static let new = task("new")
  static let old = task("old", upToDate: false)
  static let starting = task("new", "starting")
  static let oldEnded = task("old", upToDate: false, desired: "shutdown", "shutdown")
  static let crashed = task("new", desired: "shutdown", "failed", error: "exit 1")
}

/// Plays looks until the first end, and gives it; nil when the last look still waits.
func play(_ looks: [Look], before: ServiceState? = Sample.base, limits: RolloutLimits = limits) -> RolloutEnd? {
  var rollout = Rollout(before: before, limits: limits)
  for look in looks {
    let step = rollout.look(at: look.service, tasks: look.tasks, elapsed: .milliseconds(look.time * 100))
    if case .ended(let end) = step { return end }
  }
  return nil
}

let limits = RolloutLimits(deadline: .seconds(60), arrival: .seconds(15), settling: .seconds(10), crashes: 3)
