import ArgumentParser
import Coordination
import WorkflowModel

struct BacklogAdd: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Add an item (builder)")

  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the item's text", in: context)
    try show(try await coordinator(in: context).addBacklog(words), in: context)
  }
}
