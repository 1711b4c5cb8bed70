/// Texts that the binary carries: a prompt for each role, the hooks of a guarded repository, and two ways to keep a
/// watch running.
package enum Templates {
  /// A text under its file name.
  package struct File: Sendable {
    package let name: String
    package let text: String
  }

  /// All texts, in the order in which a newcomer reads them.
  package static let files: [File] = [
    File(name: "kickoff.md", text: decode(PackageResources.kickoff_md)),
    File(name: "builder.md", text: decode(PackageResources.builder_md)),
    File(name: "adversary.md", text: decode(PackageResources.adversary_md)),
    File(name: "watchdog.md", text: decode(PackageResources.watchdog_md)),
    File(name: "pre-receive.sh", text: decode(PackageResources.pre_receive_sh)),
    File(name: "post-receive.sh", text: decode(PackageResources.post_receive_sh)),
    File(name: "assay-watch.service", text: decode(PackageResources.assay_watch_service)),
    File(name: "watch-tmux.sh", text: decode(PackageResources.watch_tmux_sh)),
  ]

  /// The text of that name; nil when there is none.
  package static func text(named name: String) -> String? {
    files.first { $0.name == name }?.text
  }

  private static func decode(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
