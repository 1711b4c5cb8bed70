import Swarm

/// Why a stage, or a run, did not pass. The raw values stand in results.
package enum ReasonCode: String, Hashable, Codable, Sendable, CaseIterable {
  // How a redeployment failed (``RolloutFailure``).
  case rolledBack = "rolled_back"
  case rollbackPaused = "rollback_paused"
  case updatePaused = "update_paused"
  case notRunning = "not_running"
  case crashLoop = "crash_loop"
  case notUpdated = "not_updated"
  case notConverged = "not_converged"
  case serviceGone = "service_gone"
  // What the harness asserts.
  case wrongCheckout = "HC1"
  case lateRollback = "late_rollback"
  case unhealthy
  case notReady = "not_ready"
  case backupEmpty = "backup_empty"
  case restoreLostData = "restore_lost_data"
  case noTestsCollected = "no_tests_collected"
  case testsFailed = "tests_failed"
  case testMissing = "test_missing"
  case hookFailed = "hook_failed"
  case lintError = "lint_error"
  case teardownLeak = "teardown_leak"
  case secretLeak = "secret_leak"
  case deployCount = "deploy_count"
  // What kept the harness from trying.
  case notApproved = "not_approved"
  case baseMissing = "base_missing"
  case imageMissing = "image_missing"
  case deployRefused = "deploy_refused"
  case engineLost = "engine_lost"
  case prevented
  case interrupted
  case deadline
  case unclassified

  package init(_ failure: RolloutFailure) {
    self =
      switch failure {
      case .rolledBack: .rolledBack
      case .rollbackPaused: .rollbackPaused
      case .paused: .updatePaused
      case .notRunning: .notRunning
      case .crashing: .crashLoop
      case .notUpdated: .notUpdated
      case .late: .notConverged
      case .gone: .serviceGone
      }
  }

  package var sentence: String {
    switch self {
    case .rolledBack: "the head did not stay healthy, and the engine put the base back"
    case .rollbackPaused: "the head did not stay healthy, and putting the base back failed too"
    case .updatePaused: "the head did not stay healthy, and the engine stopped the update where it was"
    case .notRunning: "the engine calls the update completed, and the head's tasks do not run"
    case .crashLoop: "the head's tasks end again and again"
    case .notUpdated: "the engine did not take the update"
    case .notConverged: "the deployment did not converge before its deadline"
    case .serviceGone: "a service of the stack is gone"
    case .wrongCheckout: "what runs is not the head"
    case .lateRollback: "the head converged, and did not last to the end of the stage"
    case .unhealthy: "the app does not answer as its health question asks"
    case .notReady: "a ready probe was not answered"
    case .backupEmpty: "the backup holds nothing"
    case .restoreLostData: "what the backup held was not there after the restore"
    case .noTestsCollected: "no test ran"
    case .testsFailed: "a test failed"
    case .testMissing: "a test that has to pass is in no report"
    case .hookFailed: "a program of the recipe's own failed"
    case .lintError: "a rule of form is broken"
    case .teardownLeak: "something of the run is left on the engine"
    case .secretLeak: "a secret stands in what the run wrote"
    case .deployCount: "the stack was deployed more often, or less, than the run allows"
    case .notApproved: "programs would run that nobody approved"
    case .baseMissing: "the base to upgrade from cannot be had"
    case .imageMissing: "an image cannot be had"
    case .deployRefused: "the engine refused the stack"
    case .engineLost: "the engine went away"
    case .prevented: "an earlier stage did not pass"
    case .interrupted: "the run was interrupted"
    case .deadline: "the run exceeded its deadline"
    case .unclassified: "something happened that nobody foresaw"
    }
  }
}
