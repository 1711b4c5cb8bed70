import ArgumentParser
import Coordination
import Ledgers
import Presentation
import WorkflowModel

struct JournalShow: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the phase's journal",
    discussion: "An Adversary with a claim to rule on is refused: reasoning anchors.")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try show(RecordReport(try await coordinator(in: context).journalEntries()), in: context)
  }
}
