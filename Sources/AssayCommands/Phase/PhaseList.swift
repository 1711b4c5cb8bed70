import ArgumentParser
import Coordination
import Presentation
import WorkflowModel
import WorkflowRules

struct PhaseList: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the phases and how far they are")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let status = try await coordinator(in: context).status(of: nil, .everything)
    let items = status.phases.map { phase in
      let passed = phase.gates.count { $0.standing == "passed" && $0.stale.isEmpty }
      return ListReport.Item(
        id: phase.id.text, state: phase.stage, title: phase.title,
        facts: ["gates": "\(passed) of \(phase.gates.count) passed"])
    }
    try show(ListReport(of: "phases", items, none: "no phase yet: assay phase add FILE"), in: context)
  }
}
