import GitObjects

import CGit2

extension Repository {
  /// The settings of this repository alone whose names begin with the prefix, by full lower-case name. What the user
  /// or the machine sets elsewhere is not looked at.
  package func localConfiguration(under prefix: String) throws(StorageError) -> [String: String] {
    let raw = handle.raw
    let config = try acquire("git_repository_config_snapshot", free: git_config_free) {
      git_repository_config_snapshot(&$0, raw)
    }
    let iterator = try acquire("git_config_iterator_new", free: git_config_iterator_free) {
      git_config_iterator_new(&$0, config.raw)
    }
    var values: [String: String] = [:]
    while true {
      var entry: UnsafeMutablePointer<git_config_entry>?
      let status = git_config_next(&entry, iterator.raw)
      if status == GIT_ITEROVER.rawValue { return values }
      try check("git_config_next") { status }
      guard let entry, entry.pointee.level == GIT_CONFIG_LEVEL_LOCAL, let name = entry.pointee.name,
        let value = entry.pointee.value
      else { continue }
      let key = String(cString: name)
      if key.hasPrefix(prefix) { values[key] = String(cString: value) }
    }
  }
}
