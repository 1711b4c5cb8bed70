import ArgumentParser
import Coordination
import HostEffects
import Presentation
import Watch
import WorkflowModel
import WorkflowRules

extension AwaitedEvent: ExpressibleByArgument {}

struct Wait: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
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
    let coordinator = try coordinator(in: context)
    // Hung once somebody has to wait: most ask for what is there already. It rings at once, so that nothing that came
    // meanwhile is missed.
    var bell: WaitBell?
    let request = WaitRequest(event: event, gate: gate, timeout: timeout, interval: interval) { length in
      if bell == nil { bell = WaitBell(try await context.openWatched(common.directory(in: context), timeout)) }
      await bell?.wait(length)
    }
    let found: [LoggedRecord]
    do {
      found = try await coordinator.wait(for: request)
    } catch {
      await coordinator.endWait()
      throw error
    }
    try show(LogReport(found), in: context)
    await coordinator.endWait()
  }
}

/// Rings when the remote's branch may have moved, if the remote lies on this machine.
@MainActor
private final class WaitBell {
  private let waker = Waker()
  private var ears: Task<Void, Never>?

  init(_ branch: any WatchedBranch) {
    guard case .place(let directory, let reference) = branch.source else { return }
    do {
      let bells = try Bells()
      let waker = waker
      ears = Task { for await _ in bells.bell(gitDirectory: directory, reference: reference) { waker.ring() } }
    } catch {
      // Then the remote is asked now and then, like any other.
    }
  }

  deinit { ears?.cancel() }

  func wait(_ limit: Duration) async { await waker.wait(atMost: limit) }
}
