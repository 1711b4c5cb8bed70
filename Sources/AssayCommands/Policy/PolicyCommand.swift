import ArgumentParser

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Show, change and lint assay.yml, the workspace's policy",
    subcommands: [PolicyShow.self, PolicyChange.self, PolicyLint.self])
}
