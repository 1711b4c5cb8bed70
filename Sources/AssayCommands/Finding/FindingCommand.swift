import ArgumentParser

struct FindingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding", abstract: "Open, correct, close and list findings",
    subcommands: [FindingOpen.self, FindingCorrect.self, FindingClose.self, FindingList.self])
}
