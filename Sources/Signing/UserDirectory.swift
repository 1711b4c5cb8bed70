import HostEffects
import Signatures

/// The places of this tool below the user's configuration directory (`XDG_CONFIG_HOME`, else `~/.config`).
enum UserDirectory {
  static func path(_ name: String, of host: Host) throws(SigningTrouble) -> String {
    if let base = host.environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return "\(base)/assay/\(name)" }
    guard let home = host.environment["HOME"], home.hasPrefix("/") else {
      throw .unreadable("~/.config/assay/\(name)", why: "HOME is not set")
    }
    return "\(home)/.config/assay/\(name)"
  }
}
