import ArgumentParser
import Coordination
import WorkflowModel

struct Probes: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "probes",
    abstract: "Register what you will try on a gate, before it is claimed (adversary)",
    discussion: "One probe to a line. The tool numbers them P1, P2, …; the verdict accounts for each.")

  @Argument(help: "The gate.") var gate: GateID
  @Option(help: "The title.") var title: String?
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let lines = try text.required(for: "the probes' text", in: context).split(whereSeparator: \.isNewline)
      .map { String($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
    try show(try await coordinator(in: context).registerProbes(lines, for: gate, title: title), in: context)
  }
}
