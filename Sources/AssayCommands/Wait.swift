import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

extension AwaitedEvent: ExpressibleByArgument {}

struct Wait: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    abstract: "Wait until the remote holds what you wait for",
    discussion: """
      Returns at once if it is there already: an open claim, a verdict that answers the last claim, a message to your
      role, the phase being done. Exit status 75 says that the time was up.
      """)

  @Option(name: .customLong("for"), help: "claim, verdict, inbox, done or any.") var event: AwaitedEvent
  @Option(help: "Only this gate.") var gate: GateID?
  @Option(help: "How long to wait.") var timeout = "10m"
  @Option(help: "How often to ask the remote.") var interval = "2s"
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    guard let timeout = Duration(shorthand: timeout), let interval = Duration(shorthand: interval) else {
      throw CoordinationError.usage("--timeout and --interval are lengths of time", mend: "--timeout 10m --interval 2s")
    }
    let found = try await coordinator(in: context)
      .wait(for: WaitRequest(event: event, gate: gate, timeout: timeout, interval: interval))
    try show(LogReport(found), in: context)
  }
}
