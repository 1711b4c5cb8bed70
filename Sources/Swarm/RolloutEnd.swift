/// How the redeployment of one service ended.
package enum RolloutEnd: Hashable, Sendable {
  /// Every task of the new specification runs. `rolled` is false when there was nothing to roll: only labels changed.
  case converged(rolled: Bool)
  case failed(RolloutFailure, message: String)
}

/// Why a redeployment failed. The raw values are reason codes that stand in results.
package enum RolloutFailure: String, Hashable, Sendable, CaseIterable {
  /// The head did not stay healthy, and the engine put the base back.
  case rolledBack = "rolled_back"
  /// The engine began to put the base back, and that failed too.
  case rollbackPaused = "rollback_paused"
  case paused = "update_paused"
  /// The engine's word is `completed`, and yet the new tasks do not run.
  case notRunning = "not_running"
  /// Tasks end again and again.
  case crashing = "crash_loop"
  /// The engine did not take the update.
  case notUpdated = "not_updated"
  /// The deadline came first.
  case late = "not_converged"
  case gone = "service_gone"
}

/// What follows from one look at a service.
package enum RolloutStep: Hashable, Sendable {
  /// Undecided. Look again when something changes, and after that time in any case.
  case wait(atMost: Duration)
  case ended(RolloutEnd)
}

/// How long what the engine itself does not bound may take, counted from the redeployment.
package struct RolloutLimits: Hashable, Sendable {
  /// Until every service has converged.
  package var deadline: Duration
  /// Until the engine shows that it took the update; it does so before it answers, so this is for a manager that lags.
  package var arrival: Duration
  /// From the engine's `completed` until the new tasks have to run.
  package var settling: Duration
  /// How many tasks of one slot may end before nobody waits for the next.
  package var crashes: Int

  package init(
    deadline: Duration = .seconds(600), arrival: Duration = .seconds(15), settling: Duration = .seconds(10),
    crashes: Int = 5
  ) {
    self.deadline = deadline
    self.arrival = arrival
    self.settling = settling
    self.crashes = crashes
  }
}
