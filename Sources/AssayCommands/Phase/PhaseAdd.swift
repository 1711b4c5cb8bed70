import ArgumentParser
import Coordination
import WorkflowModel
import WorkflowRules

struct PhaseAdd: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Put a phase file on the coordination branch, new or changed",
    discussion:
      "Once the phase is open, only an operator changes its file; claims and passes under the old one go stale.")

  @Argument(help: "The phase file.") var file: String
  @Option(help: "Why.") var reason: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let bytes = try context.readFile(context.path(file))
    let submission = try await coordinator(in: context).filePhase(bytes, named: file, reason: reason)
    let id = submission.records.last?.content.phase?.text ?? "ID"
    let stage = PhaseID(id).flatMap { submission.state.phases.stage(of: $0) }
    let isOpen = stage != nil && stage != .declared
    try show(submission, next: isOpen ? [] : ["next: assay phase open \(id)"], in: context)
  }
}
