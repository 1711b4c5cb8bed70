/// What a service's labels say about its backup, by Co-op Cloud's specification.
package struct BackupLabels: Hashable, Sendable {
  package let service: String
  /// Volumes that are left out: `backupbot.backup.volumes.<volume>=false`.
  package let excluded: [String]
  /// The path within a volume that is kept: `backupbot.backup.volumes.<volume>.path`.
  package let paths: [String: String]
  /// Commands that run in the service's container, by their label: `backupbot.backup.pre-hook`, …
  package let hooks: [BackupHook: String]
}

package enum BackupHook: String, Hashable, Sendable, CaseIterable {
  case beforeBackup = "backupbot.backup.pre-hook"
  case afterBackup = "backupbot.backup.post-hook"
  case beforeRestore = "backupbot.restore.pre-hook"
  case afterRestore = "backupbot.restore.post-hook"
}

extension ComposeFile {
  /// The services that are backed up, in the file's order. Ask it of a resolved file: the label's value is often a
  /// variable.
  package var backups: [BackupLabels] { services.compactMap(BackupLabels.init) }
}

extension BackupLabels {
  /// Nil when the service's label `backupbot.backup` is not `true`.
  package init?(_ service: ComposeService) {
    guard service.labels["backupbot.backup"] == "true" else { return nil }
    self.service = service.name
    let prefix = "backupbot.backup.volumes."
    var excluded: [String] = []
    var paths: [String: String] = [:]
    for (key, value) in service.labels where key.hasPrefix(prefix) {
      let rest = key.dropFirst(prefix.count)
      if rest.hasSuffix(".path") {
        paths[String(rest.dropLast(".path".count))] = value
      } else if value == "false" {
        excluded.append(String(rest))
      }
    }
    self.excluded = excluded.sorted()
    self.paths = paths
    hooks = Dictionary(
      uniqueKeysWithValues: BackupHook.allCases.compactMap { hook in service.labels[hook.rawValue].map { (hook, $0) } })
  }
}
