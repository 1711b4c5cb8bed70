import ArgumentParser
import Coordination
import PhaseFiles
import Presentation
import WorkflowModel

struct PhaseLint: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Say everything that is wrong with a phase file, with file, line and key")

  @Argument(help: "The phase file.") var file: String
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let phase = try PhaseFile.read(try context.readFile(context.path(file)), file: file)
    try show(PhaseSheet(phase, plan: nil), in: context)
  }
}
