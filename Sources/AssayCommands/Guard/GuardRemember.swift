import ArgumentParser
import Coordination
import Watch

struct GuardRemember: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "remember",
    abstract: "Tell watches, and keep the state of the branch; git's post-receive hook runs this",
    shouldDisplay: false)

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws { try Self.remember(in: context) }

  static func remember(in context: CommandContext) throws {
    let server = try context.openGuarded()
    // First, since somebody may be waiting. The push has been taken, whatever comes of it.
    let silent = SignalSocket.poke(gitDirectory: server.directory, text: server.directory)
    for line in silent { context.errorOutput("assay guard: a watch was not told: \(line)\n") }
    try server.remember()
  }
}
