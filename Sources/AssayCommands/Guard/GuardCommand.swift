import ArgumentParser

struct GuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Judge pushes on the server, before they are taken",
    subcommands: [GuardReceive.self, GuardInstall.self, GuardRemember.self], defaultSubcommand: GuardReceive.self)
}
