import ArgumentParser

struct WorkspaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workspace", abstract: "Make cold workspaces", subcommands: [WorkspaceVerify.self])
}
