import ArgumentParser
import Coordination
import WorkflowModel

struct Decide: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide", abstract: "Record a choice that outlives its phase")

  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the decision's text", in: context)
    try show(try await coordinator(in: context).decide(words), in: context)
  }
}
