import ArgumentParser
import Coordination
import WorkflowModel

struct FindingCorrect: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct", abstract: "Correct a finding by a new entry (adversary)")

  @Argument(help: "The finding: F-<phase>-<n>.") var id: FindingID
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the correction's text", in: context)
    try show(try await coordinator(in: context, phase: id.phase).correctFinding(id, words), in: context)
  }
}
