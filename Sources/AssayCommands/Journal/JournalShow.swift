import ArgumentParser
import Coordination
import Ledgers
import Presentation
import WorkflowModel

struct JournalShow: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the phase's journal",
    discussion: """
      Sealed entries are shown with the time they were written and, once their gate is ruled on and their key published,
      with their words; to their author always. Entries that are not sealed are kept from an Adversary with a claim to
      rule on: reasoning anchors.
      """)

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try show(RecordReport(try await coordinator(in: context).journalEntries()), in: context)
  }
}
