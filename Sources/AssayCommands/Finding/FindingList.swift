import ArgumentParser
import Coordination
import Presentation
import WorkflowModel
import WorkflowRules

struct FindingList: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the phase's findings")

  @Flag(help: "Only those that are open.") var open = false
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let phase = try coordinator.phaseState(in: try await coordinator.standing().state)
    let items = phase.findings.values.sorted { $0.id < $1.id }.filter { !open || $0.closedBy == nil }.map { finding in
      ListReport.Item(
        id: finding.id.description, state: finding.closedBy == nil ? "open" : "closed", title: finding.title,
        facts: ["severity": finding.severity.rawValue, "gate": finding.gate?.text ?? "-"])
    }
    try show(ListReport(of: "findings", items, none: "no findings"), in: context)
  }
}
