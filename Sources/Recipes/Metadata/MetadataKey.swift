/// The keys of `recipe.yml`.
enum MetadataKey: String, CaseIterable {
  case healthPath = "health_path"
  case healthOK = "health_ok"
  case health
  case deployTimeout = "deploy_timeout"
  case httpTimeout = "http_timeout"
  case readyProbe = "ready_probe"
  case extraEnv = "extra_env"
  case upgradeExtraEnv = "upgrade_extra_env"
  case upgradeBaseVersion = "upgrade_base_version"
  case backupCapable = "backup_capable"
  case backupVerify = "backup_verify"
  case expectedNA = "expected_na"
  case overlay
  case hooks
  case tests
  case companions
  case screenshot

  /// The keys below this one; empty for one that holds a value, or names of the recipe's own choice.
  var members: [String] {
    switch self {
    case .health: ["exec.service", "exec.run"]
    case .readyProbe: ["http.host", "http.path", "http.ok", "tcp.host", "tcp.port", "tcp.stable"]
    case .hooks: RecipeHook.allCases.map(\.rawValue)
    case .tests: ["run", "report", "passed"]
    case .screenshot: ["host", "path"]
    default: []
    }
  }

  /// Keys that are known and that this version does not honour: they are refused, because a key that is silently passed
  /// over looks like one that holds.
  static let refused = [
    "deps": "this version deploys one recipe alone; what it depends on has to run before, and stand in extra_env",
    "warm_canonical": "this version keeps no deployment between runs; every run is cold",
  ]
}

extension RecipeMetadata {
  /// Every key of the file by its dotted path, those that are refused too: what the documentation has to hold.
  package static var keyPaths: [String] {
    MetadataKey.allCases.flatMap { key in
      key.members.isEmpty ? [key.rawValue] : key.members.map { "\(key.rawValue).\($0)" }
    } + MetadataKey.refused.keys
  }
}
