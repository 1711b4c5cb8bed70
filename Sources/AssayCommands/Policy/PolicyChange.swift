import ArgumentParser
import Coordination
import WorkflowModel

struct PolicyChange: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Put a changed assay.yml in force (operator)",
    discussion: """
      The file replaces the one in force whole. Its directories and its branch have to stay what they are.
      """)

  @Argument(help: "The file; - is standard input.") var policy: String
  @OptionGroup var reason: ReasonOptions
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let reason = try reason.required(in: context)
    let (bytes, name) = try PolicyInput.read(policy, in: context)
    try show(try await coordinator(in: context).changePolicy(to: bytes, named: name, reason: reason), in: context)
  }
}

/// A policy file that a user gives.
enum PolicyInput {
  /// Its bytes, and its name for messages.
  static func read(_ file: String, in context: CommandContext) throws -> (bytes: [UInt8], name: String) {
    file == "-" ? (try context.input(), Policy.fileName) : (try context.readFile(context.path(file)), file)
  }
}
