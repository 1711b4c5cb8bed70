import Swarm
import Testing

private typealias S = Sample

struct RolloutPropertyTests {
  /// A small generator with a seed, so that a failure can be repeated.
  struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `nothing converges that does not run, and nothing after a rollback`(seed: UInt64) {
    var random = Seeded(state: seed)
    var converged = 0
    for _ in 0..<1000 {
      let before = Bool.random(using: &random) ? S.base : nil
      var rollout = Rollout(before: before, limits: limits)
      var sawRollback = false
      var elapsed = Duration.zero
      var ended: RolloutEnd?
      // Mostly one state after another, as an engine has them; now and then anything.
      var service = before
      var tasks: [TaskState] = []
      for _ in 0..<30 {
        elapsed += .milliseconds(Int.random(in: 0...4000, using: &random))
        if Int.random(in: 0..<3, using: &random) == 0 { service = Self.service(&random) }
        if Int.random(in: 0..<3, using: &random) == 0 { tasks = Self.tasks(&random) }
        let step = rollout.look(at: service, tasks: tasks, elapsed: elapsed)
        let isOurs = service.map { $0.id == "s" && (before == nil || $0.version > 10) } ?? false
        switch service?.status?.state {
        case .rollbackStarted, .rollbackPaused, .rollbackCompleted: sawRollback = sawRollback || isOurs
        default: break
        }
        switch step {
        case .wait(let time): #expect(ended == nil && time > .zero && elapsed + time <= limits.deadline)
        case .ended(let end):
          #expect(ended == nil || ended == end, "an end is final")
          guard ended == nil else { continue }
          ended = end
          guard case .converged = end else { continue }
          converged += 1
          #expect(!sawRollback)
          #expect(service.map { Self.runs($0, tasks) } == true)
          #expect(service?.status.map { $0.state == .completed } ?? true)
        }
      }
      #expect(ended != nil || elapsed < limits.deadline)
    }
    #expect(converged > 5, "the sequences are such that some converge")
  }

  /// Said once more, in other words than the judge's.
  private static func runs(_ service: ServiceState, _ tasks: [TaskState]) -> Bool {
    let wanted = tasks.filter { !["shutdown", "remove"].contains($0.desired) }
    guard wanted.allSatisfy({ $0.isUpToDate && $0.desired == $0.state }) else { return false }
    return service.replicas == nil ? !wanted.isEmpty : wanted.count == service.replicas
  }

  private static func service(_ random: inout Seeded) -> ServiceState? {
    if Int.random(in: 0..<200, using: &random) == 0 { return nil }
    let states: [UpdateState?] = [
      nil, nil, .updating, .completed, .completed, .paused, .rollbackStarted, .rollbackPaused, .rollbackCompleted,
      .unknown("musing"),
    ]
    let state = states.randomElement(using: &random) ?? nil
    return S.service(
      version: UInt64.random(in: 9...30, using: &random), revision: Bool.random(using: &random) ? "r1" : "r2",
      previous: ["r1", "r2", nil].randomElement(using: &random) ?? nil,
      replicas: [0, 1, 1, 2, nil].randomElement(using: &random) ?? nil,
      action: Bool.random(using: &random) ? "rollback" : "continue", state.map { S.status($0) })
  }

  private static func tasks(_ random: inout Seeded) -> [TaskState] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in
      S.task(
        "t\(Int.random(in: 0..<6, using: &random))", slot: Int.random(in: 1...2, using: &random),
        upToDate: Int.random(in: 0..<5, using: &random) > 0,
        desired: ["running", "running", "running", "ready", "shutdown"].randomElement(using: &random) ?? "running",
        ["running", "running", "running", "starting", "failed", "complete"].randomElement(using: &random) ?? "running")
    }
  }
}

struct RelapseTests {
  private func converged() -> Rollout {
    var rollout = Rollout(before: S.base, limits: limits)
    _ = rollout.look(at: S.service(S.status(.updating)), tasks: [S.new], elapsed: .seconds(1))
    #expect(
      rollout.look(at: S.service(S.status(.completed)), tasks: [S.new], elapsed: .seconds(6))
        == .ended(.converged(rolled: true)))
    return rollout
  }

  @Test func `what is as it was has not relapsed, nor has what another update of the same left`() {
    let rollout = converged()
    #expect(rollout.relapse(service: S.service(S.status(.completed)), tasks: [S.new]) == nil)
    #expect(rollout.relapse(service: S.service(version: 40, previous: "r2"), tasks: [S.new]) == nil)
  }

  @Test(
    arguments: [
      (nil, RolloutFailure.gone), (Sample.service(id: "other"), .gone),
      (Sample.service(revision: "r1", previous: nil, Sample.status(.rollbackStarted)), .rolledBack),
      (Sample.service(revision: "r1", previous: nil, Sample.status(.rollbackCompleted)), .rolledBack),
      (Sample.service(revision: "r1", previous: nil, Sample.status(.rollbackPaused)), .rollbackPaused),
      (Sample.service(Sample.status(.paused)), .paused), (Sample.service(revision: "r1", previous: "r2"), .rolledBack),
      (Sample.service(revision: "r3", previous: "r2"), .notUpdated), (Sample.service(replicas: 2), .notRunning),
    ] as [(ServiceState?, RolloutFailure)])
  func `every way of not staying so is a failure`(service: ServiceState?, failure: RolloutFailure) throws {
    let end = converged().relapse(service: service, tasks: [S.new])
    guard case .failed(failure, _)? = end else {
      Issue.record("\(String(describing: end))")
      return
    }
  }

  @Test func `what has not converged cannot relapse`() {
    #expect(Rollout(before: S.base).relapse(service: nil, tasks: []) == nil)
  }
}
