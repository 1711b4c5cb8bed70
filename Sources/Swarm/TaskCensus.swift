/// The tasks of a service that the engine wants, against what it promised.
struct TaskCensus {
  private let replicas: Int?
  /// Made from the service's present specification, and wanted.
  let current: [TaskState]
  /// Wanted still, though of another specification.
  let stale: Int
  /// Of the present specification, and ended without having been told to.
  let ended: [TaskState]

  init(_ tasks: [TaskState], of service: ServiceState) {
    replicas = service.replicas
    let wanted = tasks.filter { $0.desired != "shutdown" && $0.desired != "remove" }
    current = wanted.filter(\.isUpToDate)
    stale = wanted.count - current.count
    // A job's task is meant to end well; a service's task is not.
    let endings = service.replicas == nil ? Self.failures : Self.failures.union(["complete"])
    ended = tasks.filter { $0.isUpToDate && endings.contains($0.state) }
  }

  /// Whether every task runs that has to, each of the present specification, and none beside them.
  var isWhole: Bool {
    stale == 0 && running == current.count && (replicas.map { $0 == running } ?? !current.isEmpty)
  }

  private var running: Int { current.count { $0.runs(orCompletes: replicas == nil) } }

  var words: String {
    let others = stale == 0 ? "" : ", and \(stale) of another specification"
    return "\(running) of \(replicas ?? current.count) up-to-date tasks run\(others)"
  }

  private static let failures: Set<String> = ["failed", "rejected", "orphaned"]

  /// Why a task ended last, for a message.
  static func complaint(_ tasks: [TaskState], isUpToDate: Bool) -> String? {
    tasks.first { $0.isUpToDate == isUpToDate && failures.contains($0.state) && !$0.error.isEmpty }?.error
  }
}

extension TaskState {
  fileprivate func runs(orCompletes isJob: Bool) -> Bool {
    desired == "running" && state == "running" || isJob && desired == "complete" && state == "complete"
  }
}
