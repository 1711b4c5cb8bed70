import FoundationEssentials
import HostEffects

/// The secret by which this machine's user knows the folds they have kept. It lies outside of every repository, so that
/// one that comes with a `.git` from elsewhere brings no answers along.
enum FoldKey {
  static let count = 32

  /// Below `XDG_STATE_HOME`, or else `~/.local/state`, if there is such a home; nil where no secret can be kept, and so
  /// no fold is.
  static func ofUser(_ host: Host) -> [UInt8]? {
    if let state = host.environment["XDG_STATE_HOME"], state.hasPrefix("/") { return bytes(below: state, host) }
    guard let home = host.environment["HOME"], home.hasPrefix("/"), FileManager.default.fileExists(atPath: home) else {
      return nil
    }
    return bytes(below: home + "/.local/state", host)
  }

  /// On a server without a home for its user: in the repository, which nobody can write to but by pushing.
  static func ofServer(_ directory: String, _ host: Host) -> [UInt8]? {
    ofUser(host) ?? bytes(below: directory, host)
  }

  private static func bytes(below directory: String, _ host: Host) -> [UInt8]? {
    let place = directory + "/assay"
    if let known = SecretFile.read(count, at: place + "/fold.key") { return known }
    do {
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      return SecretFile.bytes(count, at: place + "/fold.key", randomBytes: host.randomBytes)
    } catch {
      // A disk that cannot be written keeps nothing; what is asked is answered from history all the same.
      return nil
    }
  }
}
