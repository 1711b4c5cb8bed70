import ArgumentParser
import Coordination
import Presentation
import WorkflowModel
import WorkflowRules

struct DeferList: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List what is parked, of all phases")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let deferrals = try await coordinator(in: context).standing().state.deferrals
    let items = deferrals.filter { common.phase == nil || $0.id.phase == common.phase }.map { deferral in
      ListReport.Item(
        id: deferral.id.description, state: "open", title: deferral.title, facts: ["trigger": deferral.trigger])
    }
    try show(ListReport(of: "deferrals", items, none: "nothing is deferred"), in: context)
  }
}
