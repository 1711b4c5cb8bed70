import ArgumentParser
import Coordination
import WorkflowModel

struct FindingOpen: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "open", abstract: "Raise a defect (adversary)")

  @Option(help: "The gate it is about.") var gate: GateID?
  @Option(help: "blocking keeps the phase from being done; minor does not.") var severity = Severity.blocking
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the finding's text", in: context)
    try show(
      try await coordinator(in: context).openFinding(words, gate: gate, severity: severity), in: context)
  }
}
