import ArgumentParser
import Coordination
import WorkflowModel

struct Revoke: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Take a standing verdict back; the gate is open again (adversary)")

  @Argument(help: "The gate.") var gate: GateID
  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let reason = try reason.required(in: context)
    try show(try await coordinator(in: context).revoke(gate, reason: reason), in: context)
  }
}
