import ArgumentParser
import Coordination

/// The command line's root. The file tree below is the command line.
package struct Assay: ParsableCommand {
  package static var configuration: CommandConfiguration { callNamesCommand ? named : whole }

  /// Parses the call that this process is. The parser first sees whether a call asks for a completion script, and what
  /// the default command would take of it; both are parses of their own, and together take as long as the call's. Where
  /// it names a command they are left out: nothing can come of them.
  package static func parsed() throws -> any ParsableCommand {
    let word = CommandLine.arguments.dropFirst().first
    return try $callNamesCommand.withValue(word.map(knows) ?? false) { try parseAsRoot() }
  }

  @TaskLocal private static var callNamesCommand = false

  private static let named: CommandConfiguration = {
    var configuration = whole
    configuration._superCommandName = ""
    configuration.defaultSubcommand = nil
    return configuration
  }()

  private static let whole = CommandConfiguration(
    commandName: "assay",
    abstract: "Coordinate gated work between parties that do not trust each other",
    discussion: """
      A Builder claims that a gate is met. An Adversary re-runs its checklist cold, from their own clone, and rules.
      All state lives in git. Without a command, the state and the next step are printed.

      Exit status: 0 done; 1 the answer is no; 64 usage; 65 malformed file, phase or history; 69 remote unreachable;
      75 gave up under contention or timed out; 77 refused by a rule, which the message names.
      """,
    version: ToolVersion.current,
    subcommands: [StatusCommand.self, Overview.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Workspace",
        subcommands: [
          Init.self, Join.self, PolicyCommand.self, PrincipalCommand.self, PhaseCommand.self, TemplateCommand.self,
        ]),
      CommandGroup(
        name: "Builder",
        subcommands: [ClaimCommand.self, Withdraw.self, BacklogCommand.self, JournalCommand.self, Done.self]),
      CommandGroup(
        name: "Adversary",
        subcommands: [
          Collect.self, Review.self, Revoke.self, VetoCommand.self, Lift.self, Waive.self, Probes.self, Baseline.self,
          FindingCommand.self, WorkspaceCommand.self,
        ]),
      CommandGroup(
        name: "Everybody",
        subcommands: [DeferCommand.self, Decide.self, Send.self, Inbox.self, Ack.self]),
      CommandGroup(
        name: "Looking",
        subcommands: [Brief.self, Wait.self, WatchCommand.self, Log.self, Show.self, Audit.self]),
      CommandGroup(name: "Server", subcommands: [GuardCommand.self]),
      CommandGroup(name: "Recipes", subcommands: [HarnessCommand.self]),
    ],
    defaultSubcommand: Overview.self)

  package init() {}

  /// Whether there is a command of that name.
  static func knows(_ word: String) -> Bool {
    let commands = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
    return commands.contains { $0._commandName == word }
  }
}
