import ArgumentParser
import Coordination
import WorkflowModel

struct FindingClose: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close a finding after a re-test (adversary)")

  @Argument(help: "The finding: F-<phase>-<n>.") var id: FindingID
  @Option(help: "The commit it was re-tested on (the claimed subject, or else HEAD).") var subject: String?
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.text(in: context)
    try show(
      try await coordinator(in: context, phase: id.phase).closeFinding(id, subject: subject, text: words),
      in: context)
  }
}
