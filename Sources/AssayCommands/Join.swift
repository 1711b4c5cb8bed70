import ArgumentParser
import Coordination
import Presentation
import Signatures
import WorkflowModel

struct Join: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Clone a workspace for a role",
    discussion: """
      The clone remembers role, principal and founding record. The journals stay out of an Adversary's working tree. The
      role's key is looked for among the user's (~/.config/assay/keys); where there is none, one is made, and the line
      that an operator needs is printed.
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
    var settled: (settlement: Settlement, prompt: String)?
    try await context.join(request) { branch in
      let settlement = try await coordinator(on: branch, in: context).settle(as: role, principal: principal)
      settled = (settlement, try Prompts.keep(for: role, in: branch))
    }
    guard let (settlement, path) = settled else { return }
    // The prompt was put there before the clone came to its place.
    let name = path.split(separator: "/").last.map { String($0) } ?? ""
    let place = InertText.line(directory)
    let prompt = "\(context.shown(context.path(request.directory)))/.git/assay/\(name)"
    switch settlement {
    case .holder(let principal):
      try show(
        FactsReport(
          [
            ("role", role.rawValue), ("principal", principal.name.text), ("address", principal.address),
            ("directory", directory),
          ],
          text: """
            \(place) acts as \(role.rawValue): \(principal.name) <\(principal.address)>
            the role's prompt: \(prompt)
            next: cd \(place) && assay brief
            """), in: context)
    case .newcomer(let name, let key):
      let line = "assay principal add \(name) \(role.rawValue) '\(key.key.line)' --as operator"
      try show(
        FactsReport(
          [
            ("role", role.rawValue), ("principal", name.text), ("key", key.key.line), ("keyFile", key.path),
            ("directory", directory), ("next", line),
          ],
          text: """
            \(place) will act as \(role.rawValue): \(name), with a new key, \(key.path)
            the role's prompt: \(prompt)
            next: an operator lets it in: \(line)
            """), in: context)
    }
  }
}
