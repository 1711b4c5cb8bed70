import ArgumentParser
import Coordination
import WorkflowModel

struct JournalPublish: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Publish the keys of sealed entries that are due (builder)",
    discussion: """
      Every other writing command of a Builder does the same before its own record, so this is for those who have nothing
      else to write. A key is due once its gate has been ruled on; that of other entries, once the phase can be closed.
      """)

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let submission = try await coordinator(in: context).publishJournal()
    try show(submission, next: submission.records.isEmpty ? ["no key is to be published now"] : [], in: context)
  }
}
