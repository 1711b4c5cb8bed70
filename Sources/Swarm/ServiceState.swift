/// One service of a Swarm, as the engine described it at one moment.
package struct ServiceState: Hashable, Sendable {
  package let id: String
  package let name: String
  /// `Version.Index`: grows with every change of the service, also with one that rolls nothing.
  package let version: UInt64
  /// The labels of the service itself (`Spec.Labels`), where a deployment's identity stands.
  package let labels: [String: String]
  /// The labels of the specification before this one; nil when there is none, as after an automatic rollback.
  package let previousLabels: [String: String]?
  package let image: String
  /// How many tasks have to run; nil when the service runs one on each node (global), or runs jobs.
  package let replicas: Int?
  package let policy: UpdatePolicy
  /// Nil when the engine states none: after a first deployment, and after every update until it begins to roll.
  package let status: UpdateStatus?

  package init(
    id: String, name: String, version: UInt64, labels: [String: String], previousLabels: [String: String]? = nil,
    image: String, replicas: Int?, policy: UpdatePolicy, status: UpdateStatus? = nil
  ) {
    self.id = id
    self.name = name
    self.version = version
    self.labels = labels
    self.previousLabels = previousLabels
    self.image = image
    self.replicas = replicas
    self.policy = policy
    self.status = status
  }
}

/// How the service is updated (`Spec.UpdateConfig`, with the engine's defaults where it states none).
package struct UpdatePolicy: Hashable, Sendable {
  /// `start-first` or `stop-first`
  package let order: String
  /// `pause`, `continue` or `rollback`
  package let failureAction: String
  /// How long a new task is watched for failure after it runs.
  package let monitor: Duration
  /// Which share of the new tasks may fail before the engine acts on it.
  package let maxFailureRatio: Double

  package init(
    order: String = "stop-first", failureAction: String = "pause", monitor: Duration = .seconds(5),
    maxFailureRatio: Double = 0
  ) {
    self.order = order
    self.failureAction = failureAction
    self.monitor = monitor
    self.maxFailureRatio = maxFailureRatio
  }
}

/// The engine's word on the last update.
package struct UpdateStatus: Hashable, Sendable {
  package let state: UpdateState
  /// As the engine writes it; kept through an automatic rollback.
  package let startedAt: String?
  package let completedAt: String?
  package let message: String

  package init(state: UpdateState, startedAt: String? = nil, completedAt: String? = nil, message: String = "") {
    self.state = state
    self.startedAt = startedAt
    self.completedAt = completedAt
    self.message = message
  }
}

package enum UpdateState: Hashable, Sendable {
  case updating
  /// Nothing failed until `monitor` elapsed. It does not mean that anything runs.
  case completed
  case paused
  case rollbackStarted
  case rollbackPaused
  case rollbackCompleted
  /// A word that this version does not know.
  case unknown(String)
}

/// One task of a service: an attempt to run one container.
package struct TaskState: Hashable, Sendable {
  package let id: String
  package let slot: Int?
  package let image: String
  /// Whether it was made from the service's present specification.
  package let isUpToDate: Bool
  /// `running`, `shutdown`, …: what the orchestrator wants of it.
  package let desired: String
  /// `new`, `pending`, `preparing`, `starting`, `running`, `complete`, `failed`, `rejected`, …
  package let state: String
  /// Why it ended, in the engine's words; empty when it did not.
  package let error: String
  package let exitCode: Int?
  package let container: String?

  package init(
    id: String, slot: Int? = nil, image: String, isUpToDate: Bool, desired: String, state: String, error: String = "",
    exitCode: Int? = nil, container: String? = nil
  ) {
    self.id = id
    self.slot = slot
    self.image = image
    self.isUpToDate = isUpToDate
    self.desired = desired
    self.state = state
    self.error = error
    self.exitCode = exitCode
    self.container = container
  }
}
