import ArgumentParser
import Coordination
import WorkflowModel

struct JournalAdd: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Write down why (builder)")

  @Option(help: "The gate it is about.") var gate: GateID?
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the entry's text", in: context)
    try show(try await coordinator(in: context).journal(words, gate: gate), in: context)
  }
}
