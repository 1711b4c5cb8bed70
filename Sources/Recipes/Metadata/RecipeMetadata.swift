import WorkflowModel

/// What `recipe.yml` says about one recipe. A recipe without such a file is tried with the defaults.
package struct RecipeMetadata: Hashable, Sendable {
  package static let fileName = "recipe.yml"

  package var health = HealthQuestion.http(path: "/", ok: [200, 301, 302])
  /// How long one deployment may take to converge.
  package var deployTimeout = Duration.seconds(600)
  /// How long the app may take to answer after that.
  package var healthTimeout = Duration.seconds(300)
  /// Nil: what the compose file's labels say.
  package var backupCapable: Bool?
  /// Rungs that this recipe does not have, and why. A rung that was tried is not excused by it.
  package var expectedNA: [Rung: String] = [:]
  package var readyProbes: [ReadyProbe] = []
  /// The published version that the upgrade begins at; nil chooses.
  package var upgradeBase: RecipeVersion?
  /// Says by its exit status whether the backup that was just made is whole.
  package var backupVerify: Command?
  package var extraEnvironment: [String: String] = [:]
  /// What is put over the environment when the head is deployed.
  package var upgradeEnvironment: [String: String] = [:]
  /// A compose file beside this one that is laid over the recipe's in every deployment of a run: it is copied into the
  /// checkout, untracked, so that what is deployed is stamped `+U`.
  package var overlay: String?
  /// Executables, their paths relative to the file's directory.
  package var hooks: [RecipeHook: String] = [:]
  package var tests: RecipeTests?
  /// Path patterns of other files that hooks and tests need: what no key names is not there when they run.
  package var companions: [String] = []
  /// The page that is shown beside the results; nil for none.
  package var screenshot: ScreenshotPage?

  package init() {}
}

/// A page of the app, asked over HTTPS.
package struct ScreenshotPage: Hashable, Sendable {
  /// Nil for the app's own domain.
  package let host: String?
  package let path: String

  package init(host: String? = nil, path: String) {
    self.host = host
    self.path = path
  }
}

/// How an app is asked whether it serves.
package enum HealthQuestion: Hashable, Sendable {
  /// One of the statuses at the path of the app's domain.
  case http(path: String, ok: Set<Int>)
  /// A program in a container of the service; exit 0 is health.
  case exec(service: String, Command)
}

/// What has to answer before the app counts as ready, after installation and after the upgrade.
package enum ReadyProbe: Hashable, Sendable {
  /// Nil for the app's own domain.
  case http(host: String?, path: String, ok: Set<Int>)
  /// So many connections in a row.
  case tcp(host: String, port: Int, stable: Int)
}

/// When a recipe's own program runs. One before an operation prepares it, one after it asserts what it did; each that
/// does not exit 0 fails its rung.
package enum RecipeHook: String, Hashable, Sendable, CaseIterable {
  case beforeInstall = "pre_install"
  case afterInstall = "post_install"
  case beforeUpgrade = "pre_upgrade"
  case afterUpgrade = "post_upgrade"
  case beforeBackup = "pre_backup"
  case afterBackup = "post_backup"
  case beforeRestore = "pre_restore"
  case afterRestore = "post_restore"
}

/// The recipe's own tests, asked of the running app.
package struct RecipeTests: Hashable, Sendable {
  package let run: Command
  /// Path pattern of the JUnit reports that the command writes.
  package let reports: String
  /// Tests that have to have passed, by name: a test that nobody misses can be deleted unseen.
  package let passed: [String]

  package init(run: Command, reports: String, passed: [String] = []) {
    self.run = run
    self.reports = reports
    self.passed = passed
  }
}
