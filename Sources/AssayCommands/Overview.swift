import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

/// What `assay` alone does. A misspelt command ends up here too, and is not taken for a gate.
struct Overview: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "overview", abstract: "Print the state and the next step", shouldDisplay: false)

  @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    if let word = words.first {
      if Assay.knows(word) {
        throw CoordinationError.usage("options stand after their command", mend: "assay \(word) … --option")
      }
      throw CoordinationError.usage("there is no command or option '\(InertText.line(word))'", mend: "assay --help")
    }
    let status = try await coordinator(in: context).status()
    try show(StatusReport(status), in: context)
  }
}
