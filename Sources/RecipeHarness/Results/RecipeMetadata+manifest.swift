import Recipes
import WorkflowModel

extension RecipeMetadata {
  /// What of the metadata is not the default, by the keys of `recipe.yml`.
  package var manifest: ManifestValue {
    let standard = RecipeMetadata()
    var members: [String: ManifestValue] = [:]
    if health != standard.health { members["health"] = .text(health.words) }
    if deployTimeout != standard.deployTimeout { members["deploy_timeout"] = .text(deployTimeout.shorthand) }
    if healthTimeout != standard.healthTimeout { members["http_timeout"] = .text(healthTimeout.shorthand) }
    members["backup_capable"] = backupCapable.map { .text("\($0)") }
    members["upgrade_base_version"] = upgradeBase.map { .text("\($0)") }
    members["backup_verify"] = backupVerify.map { .text($0.words) }
    if !readyProbes.isEmpty { members["ready_probe"] = .list(readyProbes.map { .text($0.words) }) }
    func texts(_ key: String, _ texts: [String: String]) {
      if !texts.isEmpty { members[key] = .members(texts.mapValues(ManifestValue.text)) }
    }
    func named<Key: RawRepresentable<String>>(_ texts: [Key: String]) -> [String: String] {
      Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
    }
    texts("expected_na", named(expectedNA))
    texts("extra_env", extraEnvironment)
    texts("upgrade_extra_env", upgradeEnvironment)
    texts("hooks", named(hooks))
    members["tests"] = tests.map { .text($0.run.words) }
    if !companions.isEmpty { members["companions"] = .list(companions.map(ManifestValue.text)) }
    members["screenshot"] = screenshot.map { .text("\($0.host ?? "")\($0.path)") }
    return .members(members)
  }
}

extension HealthQuestion {
  fileprivate var words: String {
    switch self {
    case .http(let path, let ok): "http \(path): \(ok.words)"
    case .exec(let service, let command): "exec \(service): \(command.words)"
    }
  }
}

extension ReadyProbe {
  fileprivate var words: String {
    switch self {
    case .http(let host, let path, let ok): "http \(host ?? "")\(path): \(ok.words)"
    case .tcp(let host, let port, let stable): "tcp \(host):\(port), \(stable) in a row"
    }
  }
}

extension Set<Int> {
  fileprivate var words: String { sorted().map(String.init).joined(separator: ", ") }
}

extension Command {
  fileprivate var words: String {
    switch self {
    case .shell(let text): text
    case .arguments(let arguments): arguments.joined(separator: " ")
    }
  }
}
