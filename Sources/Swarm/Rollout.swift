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
