import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct PrincipalList: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List who may act, and as what")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let principals = try coordinator.policy(of: try await coordinator.standing().state).principals
    let items = principals.map {
      ListReport.Item(id: $0.name.text, state: $0.roles.map(\.rawValue).joined(separator: "+"), title: $0.address)
    }
    try show(ListReport(of: "principals", items, none: "no principals"), in: context)
  }
}
