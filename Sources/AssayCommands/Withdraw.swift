import ArgumentParser
import Coordination
import WorkflowModel

struct Withdraw: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take an open claim back (builder)")

  @Argument(help: "The gate.") var gate: GateID
  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let reason = try reason.required(in: context)
    try show(try await coordinator(in: context).withdraw(gate, reason: reason), in: context)
  }
}
