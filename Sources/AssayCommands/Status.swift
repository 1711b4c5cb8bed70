import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct StatusCommand: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Print the state, whose turn it is, and the next command")

  @Argument(help: "Only this gate.") var gate: GateID?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let status = try await coordinator(in: context).status(of: gate)
    try show(StatusReport(status, gate: gate), in: context)
  }
}
