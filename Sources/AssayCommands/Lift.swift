import ArgumentParser
import Coordination
import WorkflowModel

struct Lift: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift",
    abstract: "Lift your veto or, with a gate, the condition of a CONDITIONAL (adversary)",
    discussion: "Lifting a condition needs evidence as a PASS does: assay collect GATE first.")

  @Argument(help: "The gate whose condition is met.") var gate: GateID?
  @Option(help: "The veto's id, where several stand.") var veto: String?
  @Option(help: "The evidence set's id.") var evidence: String?
  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let reason = try reason.required(in: context)
    let coordinator = try coordinator(in: context)
    if let gate {
      try show(try await coordinator.liftCondition(gate, evidence: evidence, reason: reason), in: context)
    } else {
      try show(try await coordinator.liftVeto(veto, reason: reason), in: context)
    }
  }
}
