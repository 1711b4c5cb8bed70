import ArgumentParser
import Coordination

struct GuardRemember: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "remember", abstract: "Keep the state of the branch; git's post-receive hook runs this",
    shouldDisplay: false)

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws { try context.rememberGuarded() }
}
