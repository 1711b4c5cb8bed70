import ArgumentParser
import Coordination
import WorkflowModel

struct PhaseReopen: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Reopen a phase that is done, or a gate that is escalated (operator)")

  @Argument(help: "The phase's id.") var id: PhaseID
  @Option(help: "The escalated gate.") var gate: GateID?
  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let reason = try reason.required(in: context)
    try show(try await coordinator(in: context).reopen(id, gate: gate, reason: reason), in: context)
  }
}
