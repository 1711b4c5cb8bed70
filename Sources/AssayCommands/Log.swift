import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Log: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the records, oldest first")

  @Option(name: .shortAndLong, help: "Only the last ones.") var number: Int?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let number, number < 1 { throw ValidationError("--number is 1 or more.") }
  }

  func run(in context: CommandContext) async throws {
    try show(LogReport(try await coordinator(in: context).log(), last: number), in: context)
  }
}
