import ArgumentParser
import Coordination
import WorkflowModel

struct Done: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: "Close the phase, or say exactly what is missing (builder)",
    discussion: "DONE is computed: every item covered by fresh passes, and nothing that stands against it.")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try show(try await coordinator(in: context).done(), in: context)
  }
}
