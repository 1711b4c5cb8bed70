/// What a recipe is tried for, lowest first.
package enum Rung: String, Hashable, Codable, Sendable, CaseIterable {
  case install
  case upgrade
  case backupRestore = "backup_restore"
  case functional
  case lint
}

/// What is known of a rung.
package enum RungStatus: String, Hashable, Codable, Sendable, CaseIterable {
  case pass
  case fail
  /// The recipe does not have it: declared, or a fact of its repository. Never something that went wrong.
  case skip
  /// Not known: not tried, or not to be classified.
  case unver
}
