import ArgumentParser

struct PrincipalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "principal", abstract: "List, add and revoke principals",
    subcommands: [PrincipalList.self, PrincipalAdd.self, PrincipalRevoke.self])
}
