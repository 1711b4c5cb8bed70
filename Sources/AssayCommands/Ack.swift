import ArgumentParser
import Coordination
import WorkflowModel

struct Ack: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Acknowledge a message to your role")

  @Argument(help: "The message's id, as assay inbox shows it.") var id: String
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try show(try await coordinator(in: context).acknowledge(id), in: context)
  }
}
