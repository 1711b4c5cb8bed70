import CGit2
import GitObjects

extension Repository {
  /// The address of a remote, rewritten as the settings in files say; nil if there is no such remote. It is what git
  /// itself goes by only where ``remotesAreSettled(by:)``.
  package func remoteAddress(_ name: String) throws(StorageError) -> String? {
    var raw: OpaquePointer?
    let code = git_remote_lookup(&raw, handle.raw, name)
    if code == GIT_ENOTFOUND.rawValue || code == GIT_EINVALIDSPEC.rawValue { return nil }
    if code < 0 { throw failure(of: "git_remote_lookup", code: code) }
    defer { git_remote_free(raw) }
    return git_remote_url(raw).map { String(cString: $0) }
  }

  /// Whether the files of settings that the library knows say all about remotes: nothing in the environment names
  /// another file, or a setting that could lead elsewhere.
  package static func remotesAreSettled(by environment: [String: String]) -> Bool {
    if let file = environment["GIT_CONFIG_GLOBAL"], file != "/dev/null" { return false }
    if environment["GIT_CONFIG_SYSTEM"] != nil { return false }
    let places = ["url.", "remote.", "include"]
    if let settings = environment["GIT_CONFIG_PARAMETERS"]?.lowercased(), places.contains(where: settings.contains) {
      return false
    }
    return !environment.contains { name, key in
      name.hasPrefix("GIT_CONFIG_KEY_") && places.contains { key.lowercased().hasPrefix($0) }
    }
  }
}
