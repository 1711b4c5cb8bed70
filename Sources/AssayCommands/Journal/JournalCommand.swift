import ArgumentParser

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Add to the Builder's reasoning, or show it",
    subcommands: [JournalAdd.self, JournalShow.self])
}
