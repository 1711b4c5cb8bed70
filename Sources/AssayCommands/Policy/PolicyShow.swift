import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct PolicyShow: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print assay.yml as it is in force",
    discussion: "To change it: assay policy show >FILE, edit the file, assay policy change FILE --reason TEXT")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let inForce = try await coordinator(in: context).policyInForce()
    try show(PolicySheet(inForce.policy, file: inForce.file, contents: inForce.bytes), in: context)
  }
}
