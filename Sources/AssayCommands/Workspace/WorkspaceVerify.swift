import ArgumentParser
import Coordination
import Evidence
import Presentation
import WorkflowModel

struct WorkspaceVerify: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Make a fresh clone at exactly the claimed subject, and print its path",
    discussion: "It has no journal. Its neighbours home and tmp are an empty home and a place for temporary files.")

  @Argument(help: "The gate.") var gate: GateID
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let (workspace, subject) = try await coordinator(in: context).verificationWorkspace(gate)
    try show(
      FactsReport(
        [
          ("path", workspace.root), ("home", workspace.home), ("temporary", workspace.temporary),
          ("subject", subject.description),
        ], text: workspace.root), in: context)
  }
}
