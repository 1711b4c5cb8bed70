import ArgumentParser
import Coordination
import WorkflowModel

struct Waive: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "waive",
    abstract: "Permit one check not to pass, for a time (whom the phase file names)")

  @Argument(help: "The gate.") var gate: GateID
  @Argument(help: "The check.") var check: CheckID
  @Option(help: "For how long: 12h, 7d.") var expires: String
  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    guard let length = Duration(shorthand: expires) else {
      throw CoordinationError.usage("--expires \(InertText.line(expires)) is no length of time", mend: "--expires 7d")
    }
    let reason = try reason.required(in: context)
    try show(
      try await coordinator(in: context).waive(check, of: gate, expires: length, reason: reason), in: context)
  }
}
