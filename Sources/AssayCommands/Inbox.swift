import ArgumentParser
import Coordination
import Presentation
import WorkflowModel
import WorkflowRules

struct Inbox: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "List the messages to your role that wait to be acknowledged")

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let items = try await coordinator(in: context).inbox().map { message in
      ListReport.Item(
        id: message.id.short, state: message.weight == .blocking ? "blocking" : "note", title: message.title,
        facts: ["from": message.from.text, "phase": message.phase.text])
    }
    try show(ListReport(of: "messages", items, none: "no messages"), in: context)
  }
}
