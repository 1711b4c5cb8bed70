import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Show: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a record whole, or all records about a finding, item or deferral")

  @Argument(help: "A record's id, or F-…, B-…, D-….") var id: String
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try show(RecordReport(try await coordinator(in: context).show(id)), in: context)
  }
}
