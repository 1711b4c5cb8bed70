import ArgumentParser

struct DeferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "defer", abstract: "Park work on the record, resolve it, list it",
    subcommands: [DeferOpen.self, DeferResolve.self, DeferList.self])
}
