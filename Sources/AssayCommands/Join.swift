import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Join: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    abstract: "Clone a workspace for a role",
    discussion: """
      The clone remembers role, principal and founding record. The journals stay out of an Adversary's working tree.
      """)

  @Argument(help: "builder, adversary, operator or watchdog.") var role: Role
  @Argument(help: "The remote's address.") var remote: String
  @Argument(help: "The clone's directory, which must not exist or be empty.") var directory: String
  @Option(help: "The principal, where several hold the role.") var principal: PrincipalName?
  @Option(help: "The coordination branch, where several could be it.") var branch: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let request = JoinRequest(
      role: role, principal: principal, remote: remote, directory: directory, branch: branch,
      startingFrom: common.directory(in: context))
    var settled: (acting: Acting, prompt: String)?
    try await context.join(request) { branch in
      let acting = try await coordinator(on: branch, in: context).settle(as: role, principal: principal)
      settled = (acting, try Prompts.keep(for: role, in: branch))
    }
    guard let (acting, prompt) = settled else { return }
    let name = prompt.split(separator: "/").last.map { String($0) } ?? ""
    let place = context.shown(context.path(request.directory))
    try show(
      FactsReport(
        [
          ("role", role.rawValue), ("principal", acting.principal.name.text), ("address", acting.principal.address),
          ("directory", directory),
        ],
        text: """
          \(InertText.line(directory)) acts as \(role.rawValue): \(acting.principal.name) <\(acting.principal.address)>
          the role's prompt: \(place)/.git/assay/\(name)
          next: cd \(InertText.line(directory)) && assay brief
          """), in: context)
  }
}
