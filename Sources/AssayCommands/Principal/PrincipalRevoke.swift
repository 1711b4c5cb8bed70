import ArgumentParser
import Coordination
import WorkflowModel

struct PrincipalRevoke: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a principal's roles away, from now on (operator)")

  @Argument(help: "The principal's name.") var name: PrincipalName
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try show(try await coordinator(in: context).revokePrincipal(name), in: context)
  }
}
