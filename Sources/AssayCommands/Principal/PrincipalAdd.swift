import ArgumentParser
import Coordination
import WorkflowModel

struct PrincipalAdd: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Let a principal act in a role (operator)",
    discussion: "While signatures are off, the principal is known by the author address of its records.")

  @Argument(help: "A name: letters, digits, dots, dashes.") var name: PrincipalName
  @Argument(help: "builder, adversary, operator or watchdog.") var role: Role
  @Argument(help: "The author address, such as adversary-2@team.invalid.") var address: String
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let submission = try await coordinator(in: context).addPrincipal(name, role, address: address)
    try show(submission, next: ["next: assay join \(role.rawValue) REMOTE DIR --principal \(name)"], in: context)
  }
}
