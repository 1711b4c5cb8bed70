import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct PolicyLint: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Say everything that is wrong with a policy file, with file, line and key")

  @Argument(help: "The file; - is standard input.") var policy: String
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let (bytes, name) = try PolicyInput.read(policy, in: context)
    try show(PolicySheet(try Coordinator.readPolicy(bytes, named: name)), in: context)
  }
}
