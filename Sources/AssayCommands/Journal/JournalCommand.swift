import ArgumentParser

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Add to the Builder's reasoning, show it, or unseal it",
    subcommands: [JournalAdd.self, JournalShow.self, JournalPublish.self])
}
