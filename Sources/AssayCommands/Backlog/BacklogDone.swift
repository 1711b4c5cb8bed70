import ArgumentParser
import Coordination
import WorkflowModel

struct BacklogDone: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "done", abstract: "Tick an item (builder)")

  @Argument(help: "The item: B-<phase>-<n>.") var id: BacklogID
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.text(in: context)
    try show(try await coordinator(in: context, phase: id.phase).finishBacklog(id, words), in: context)
  }
}
