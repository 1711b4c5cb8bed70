import ArgumentParser
import Coordination
import WorkflowModel

struct VetoCommand: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "veto", abstract: "Object to the phase being done, until lifted (adversary)")

  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let reason = try reason.required(in: context)
    try show(try await coordinator(in: context).veto(reason: reason), in: context)
  }
}
