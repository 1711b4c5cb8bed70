import ArgumentParser
import Coordination
import Presentation
import WorkflowModel
import WorkflowRules

struct PhaseShow: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a phase's items, gates and checks, as the file in force declares them")

  @Argument(help: "The phase's id.") var id: PhaseID
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let state = try await coordinator.standing().state
    let phase = try coordinator.phaseState(named: id, in: state)
    try show(PhaseSheet(phase.phase, plan: phase.plan, under: state.policy), in: context)
  }
}
