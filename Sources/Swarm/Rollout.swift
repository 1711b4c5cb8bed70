/// The redeployment of one service, followed from look to look until it has ended. What the engine says of an update is
/// not enough: it says nothing of a first deployment and of a change of labels, takes back what it said at the next
/// update, and says `completed` where nothing runs. So what was seen is remembered, and tasks are counted.
package struct Rollout: Sendable {
  /// The service as it was before; nil when the deployment makes it.
  package let before: ServiceState?
  package let limits: RolloutLimits

  private var end: RolloutEnd?
  private var settled: ServiceState?
  private var wasSeen = false
  private var hasArrived = false
  private var hasRolled = false
  /// The service has carried another specification than before.
  private var headWasSeen = false
  /// Why the engine put the base back, from the first sight of it.
  private var rollback: String?
  private var held: (tasks: Set<String>, since: Duration)?
  private var completedSince: Duration?
  /// By slot; nil is the slot of tasks that have none.
  private var crashes: [Int?: Set<String>] = [:]
  private var endedBefore: Set<String> = []

  package init(before: ServiceState?, limits: RolloutLimits = RolloutLimits()) {
    self.before = before
    self.limits = limits
  }

  /// Takes one look: the service (nil when the engine has none of that name), its tasks, newest first, and the time since
  /// the redeployment. An end is final.
  package mutating func look(at service: ServiceState?, tasks: [TaskState], elapsed: Duration) -> RolloutStep {
    if let end { return .ended(end) }
    let step = judge(service, tasks, elapsed)
    switch step {
    case .ended(let reached):
      end = reached
      settled = service
      return step
    case .wait(let time):
      guard elapsed < limits.deadline else { return expire(service, tasks) }
      return .wait(atMost: min(time, limits.deadline - elapsed))
    }
  }

  private mutating func judge(_ service: ServiceState?, _ tasks: [TaskState], _ elapsed: Duration) -> RolloutStep {
    guard let service else { return absent(elapsed) }
    if let before, before.id != service.id { return failed(.gone, "the service was removed and made anew") }
    let census = TaskCensus(tasks, of: service)
    if !wasSeen, before != nil { endedBefore = Set(census.ended.map(\.id)) }
    wasSeen = true
    guard arrives(service) else {
      guard elapsed < limits.arrival else {
        return failed(.notUpdated, "the engine took no update; the service is at version \(service.version) still")
      }
      return .wait(atMost: limits.arrival - elapsed)
    }
    hold(census, elapsed)
    noteReturn(of: service)

    switch service.status?.state {
    case .rollbackStarted:
      hasRolled = true
      rollback = rollback ?? service.status?.message
      return .wait(atMost: limits.deadline)
    case .rollbackCompleted:
      rollback = rollback ?? service.status?.message
      return rolledBack(tasks)
    case .rollbackPaused: return failed(.rollbackPaused, service, tasks, isUpToDate: false)
    case .paused where rollback == nil: return failed(.paused, service, tasks, isUpToDate: true)
    default: break
    }
    if rollback != nil { return rolledBack(tasks) }
    if let crash = crash(census, tasks) { return crash }
    switch service.status?.state {
    case nil: return resolve(service, census, elapsed)
    case .completed:
      hasRolled = true
      return complete(service, tasks, census, elapsed)
    default:
      hasRolled = true
      return .wait(atMost: limits.deadline)
    }
  }

  /// Whether what once converged has not stayed so: the failure, or nil. For a look at the end of what follows the upgrade.
  package func relapse(service: ServiceState?, tasks: [TaskState]) -> RolloutEnd? {
    guard case .converged = end, let settled else { return nil }
    guard let service, service.id == settled.id else { return .failed(.gone, message: "the service is gone") }
    let census = TaskCensus(tasks, of: service)
    let message = service.status?.message ?? ""
    switch service.status?.state {
    case .rollbackStarted, .rollbackCompleted: return .failed(.rolledBack, message: message)
    case .rollbackPaused: return .failed(.rollbackPaused, message: message)
    case .paused: return .failed(.paused, message: message)
    default: break
    }
    guard service.carriesTheSame(as: settled) else {
      guard let before, service.carriesTheSame(as: before) else {
        return .failed(.notUpdated, message: "another update has taken the place of what was deployed")
      }
      return .failed(.rolledBack, message: "the service is back at what it was before")
    }
    return census.isWhole ? nil : .failed(.notRunning, message: census.words)
  }
}

extension Rollout {
  private func absent(_ elapsed: Duration) -> RolloutStep {
    if before != nil || wasSeen { return failed(.gone, "the service is gone") }
    guard elapsed < limits.arrival else { return failed(.notUpdated, "the engine has not made the service") }
    return .wait(atMost: limits.arrival - elapsed)
  }

  /// Whether the engine took the update. It clears the status in the same transaction, so that a status with the start of
  /// the one before is not of this update.
  private mutating func arrives(_ service: ServiceState) -> Bool {
    guard !hasArrived, let before else {
      hasArrived = true
      return true
    }
    let isOld = service.status.map { $0.startedAt != nil && $0.startedAt == before.status?.startedAt } ?? false
    hasArrived = service.version > before.version && !isOld
    return hasArrived
  }

  /// Remembers since when the same tasks have all been running.
  private mutating func hold(_ census: TaskCensus, _ elapsed: Duration) {
    let tasks = Set(census.current.map(\.id))
    guard census.isWhole else { return held = nil }
    if held?.tasks != tasks { held = (tasks, elapsed) }
  }

  /// Sees a rollback in the specification itself, where no status tells of it any more.
  private mutating func noteReturn(of service: ServiceState) {
    guard let before, rollback == nil else { return }
    let isBase = service.carriesTheSame(as: before)
    headWasSeen = headWasSeen || !isBase
    // Every update leaves the specification before it; only an automatic rollback takes it away.
    let wasTaken = service.previousLabels == nil && before.previousLabels != nil
    // A rollback by hand leaves what it has put aside.
    let wasPutAside = isBase && service.previousLabels != nil && service.previousLabels != before.labels
    guard isBase && headWasSeen || wasTaken || wasPutAside else { return }
    let told = service.status.flatMap { $0.isRollback ? $0.message : nil }
    rollback = told ?? "the service is back at what it was before the update"
  }

  /// Without a status there is nothing that rolls, or not yet: the tasks tell.
  private func resolve(_ service: ServiceState, _ census: TaskCensus, _ elapsed: Duration) -> RolloutStep {
    guard let held else { return .wait(atMost: limits.deadline) }
    let rest = service.policy.monitor - (elapsed - held.since)
    return rest > .zero ? .wait(atMost: rest) : .ended(.converged(rolled: before == nil || hasRolled))
  }

  /// The engine has seen no failure, which need not mean that anything runs.
  private mutating func complete(
    _ service: ServiceState, _ tasks: [TaskState], _ census: TaskCensus, _ elapsed: Duration
  ) -> RolloutStep {
    let since = completedSince ?? elapsed
    completedSince = since
    guard let held else {
      let rest = limits.settling - (elapsed - since)
      guard rest <= .zero else { return .wait(atMost: rest) }
      return failed(.notRunning, sentence("\(census.words) after 'completed'", tasks, isUpToDate: true))
    }
    // An engine that acts on every failure has watched the tasks itself; we only have to have seen the same ones.
    let policy = service.policy
    let isStrict = policy.failureAction != "continue" && policy.maxFailureRatio == 0
    let rest = (isStrict ? policy.monitor / 2 : policy.monitor) - (elapsed - held.since)
    return rest > .zero ? .wait(atMost: rest) : .ended(.converged(rolled: true))
  }

  private mutating func crash(_ census: TaskCensus, _ tasks: [TaskState]) -> RolloutStep? {
    for task in census.ended where !endedBefore.contains(task.id) {
      crashes[task.slot, default: []].insert(task.id)
    }
    let worst = crashes.contains { slot, tasks in
      tasks.count >= limits.crashes * (slot == nil ? max(1, census.current.count) : 1)
    }
    guard worst, !census.isWhole else { return nil }
    return failed(.crashing, sentence("its tasks end again and again", tasks, isUpToDate: true))
  }

  private mutating func expire(_ service: ServiceState?, _ tasks: [TaskState]) -> RolloutStep {
    let failure: RolloutEnd
    if let rollback {
      failure = .failed(.rolledBack, message: "\(rollback); the rollback has not ended in time")
    } else {
      let words = service.map { TaskCensus(tasks, of: $0).words } ?? "the engine has not made the service"
      failure = .failed(.late, message: sentence(words, tasks, isUpToDate: true))
    }
    end = failure
    return .ended(failure)
  }

  private func rolledBack(_ tasks: [TaskState]) -> RolloutStep {
    failed(.rolledBack, sentence(rollback ?? "", tasks, isUpToDate: false))
  }

  private func failed(
    _ failure: RolloutFailure, _ service: ServiceState, _ tasks: [TaskState], isUpToDate: Bool
  ) -> RolloutStep {
    failed(failure, sentence(service.status?.message ?? "", tasks, isUpToDate: isUpToDate))
  }

  private func failed(_ failure: RolloutFailure, _ message: String) -> RolloutStep {
    .ended(.failed(failure, message: message))
  }

  /// The words, with what a task said when it ended.
  private func sentence(_ words: String, _ tasks: [TaskState], isUpToDate: Bool) -> String {
    guard let complaint = TaskCensus.complaint(tasks, isUpToDate: isUpToDate) else { return words }
    return "\(words) (\(complaint))"
  }
}

extension ServiceState {
  fileprivate func carriesTheSame(as other: ServiceState) -> Bool { labels == other.labels && image == other.image }
}

extension UpdateStatus {
  fileprivate var isRollback: Bool { state == .rollbackStarted || state == .rollbackCompleted }
}
