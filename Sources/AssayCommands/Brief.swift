import ArgumentParser
import Coordination
import HostEffects
import Presentation
import WorkflowModel

struct Brief: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "brief",
    abstract: "Print just what your role needs to act now")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let brief = try await coordinator(in: context).brief()
    try show(BriefReport(brief, at: context.host.now()), in: context)
  }
}
