import ArgumentParser
import Coordination
import WorkflowModel

struct DeferResolve: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Resolve a deferral, with a pointer to what did it")

  @Argument(help: "The deferral: D-<phase>-<n>.") var id: DeferralID
  @Option(help: "What resolved it: a commit, a record, a decision (the text's first line).") var pointer: String?
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let words = try text.text(in: context)
    let coordinator = try coordinator(in: context)
    if let pointer {
      return try show(try await coordinator.resolveDeferral(id, pointer: pointer, text: words), in: context)
    }
    let wording = try Wording(try text.required(for: "the pointer", in: context), for: "the pointer")
    try show(
      try await coordinator.resolveDeferral(id, pointer: wording.title, text: wording.body), in: context)
  }
}
