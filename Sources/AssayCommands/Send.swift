import ArgumentParser
import Coordination
import WorkflowModel

struct Send: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send a message to a role")

  @Argument(help: "builder, adversary, operator or watchdog.") var role: Role
  @Flag(help: "The phase cannot be done until it is acknowledged.") var blocking = false
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.required(for: "the message's text", in: context)
    try show(
      try await coordinator(in: context).send(to: role, words, weight: blocking ? .blocking : .note), in: context)
  }
}
