import ArgumentParser
import Coordination
import Signatures
import WorkflowModel

struct PrincipalAdd: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Let a principal act in a role, or give it a new key (operator)",
    discussion: """
      The key is a line such as 'ssh-ed25519 AAAA…', or the path of a .pub file. A principal that there is already gets
      the new key in the place of the old one, from this record on. While signatures are off, an author address such as
      adversary-2@team.invalid takes the key's place.
      """)

  @Argument(help: "A name: letters, digits, dots, dashes.") var name: PrincipalName
  @Argument(help: "builder, adversary, operator or watchdog.") var role: Role
  @Argument(help: "The public key, its file, or an author address.") var key: String
  @Option(help: "The author address, where it is not to be NAME@WORKSPACE.invalid.") var address: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let submission = try await coordinator.addPrincipal(name, role, try identity(coordinator, context))
    try show(submission, next: ["next: assay join \(role.rawValue) REMOTE DIR --principal \(name)"], in: context)
  }

  private func identity(_ coordinator: Coordinator, _ context: CommandContext) throws -> PrincipalIdentity {
    if key.contains(" ") { return PrincipalIdentity(address: address, key: try Coordinator.publicKey(key)) }
    if key.contains("@"), !key.contains("/") { return PrincipalIdentity(address: key, key: nil) }
    return PrincipalIdentity(address: address, key: try coordinator.keyring.read(context.path(key)).key)
  }
}
