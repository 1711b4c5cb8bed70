import ArgumentParser

struct BacklogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backlog", abstract: "Add, tick and list the Builder's items",
    subcommands: [BacklogAdd.self, BacklogDone.self, BacklogList.self])
}
