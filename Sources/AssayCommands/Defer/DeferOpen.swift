import ArgumentParser
import Coordination
import WorkflowModel

struct DeferOpen: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "open", abstract: "Park work, with what brings it back")

  @Option(help: "What brings it back: a phase, an event, a dependency.") var trigger: String
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the deferral's text", in: context)
    try show(try await coordinator(in: context).defer(words, trigger: trigger), in: context)
  }
}
