import ArgumentParser
import Coordination
import WorkflowModel
import WorkflowRules

struct PhaseOpen: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a phase: its ledgers are created, its gates can be claimed")

  @Argument(help: "The phase's id.") var id: PhaseID
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let submission = try await coordinator(in: context).openPhase(id)
    let gate = submission.state.phases[id]?.phase.gates.first?.id.text ?? "GATE"
    try show(submission, next: ["next: do the work, commit, push, then: assay claim \(gate)"], in: context)
  }
}
