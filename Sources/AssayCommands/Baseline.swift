import ArgumentParser
import Coordination
import WorkflowModel

struct Baseline: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record what is already true of a gate, so that it cannot be cited as new (adversary)")

  @Argument(help: "The gate.") var gate: GateID
  @Option(help: "The commit that was looked at.") var subject = "HEAD"
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the baseline's text", in: context)
    try show(
      try await coordinator(in: context).captureBaseline(gate, subject: subject, words: words), in: context)
  }
}
