import ArgumentParser
import Coordination
import Presentation
import WorkflowModel
import WorkflowRules

struct BacklogList: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the phase's items")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let phase = try coordinator.phaseState(in: try await coordinator.standing().state)
    let items = phase.backlog.values.sorted { $0.id < $1.id }.map { item in
      ListReport.Item(id: item.id.description, state: item.done ? "done" : "open", title: item.title)
    }
    try show(ListReport(of: "backlog", items, none: "no items"), in: context)
  }
}
