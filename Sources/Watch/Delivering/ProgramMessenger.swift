import HostEffects
import Synchronization
import WorkflowModel

/// Runs a program: the event as a line of JSON on its standard input, and in its environment beside what the watch was
/// given, without the secrets that are others'. To exit with 0 is to acknowledge.
///
/// A program that neither ends nor reads stops nothing: at the deadline it is made to end, with all that it has started.
/// What is to outlive it begins a session of its own (`setsid`).
struct ProgramMessenger: Messenger {
  let command: [String]
  let host: Host
  let directory: String
  var withheld = WithheldVariables()
  var deadline = Self.usualDeadline
  var grace = Duration.seconds(5)

  static let usualDeadline = Duration.seconds(600)

  /// The shell finds the program on `PATH`, puts the event on its standard input, and becomes it.
  private static let script = #"""
    exec "$@" <<END
    $ASSAY_EVENT_JSON
    END
    """#

  func deliver(_ delivery: Delivery) async throws(DeliveryFailure) {
    guard let program = command.first else { throw DeliveryFailure("no program is named to be run") }
    let environment = withheld.taken(from: host.environment).filter { !Delivery.isVariable($0.key) }
    let supervised = SupervisedCommand(
      program: "/bin/sh", arguments: ["-c", Self.script, "sh"] + command,
      environment: environment.merging(delivery.environment) { _, own in own }, directory: directory,
      deadline: deadline, grace: grace)
    let lastWords = LastWords()
    let outcome: SupervisedOutcome
    do {
      outcome = try await runSupervised(supervised) { stream, bytes in
        if stream == .stderr { lastWords.hear(bytes) }
      }
    } catch {
      throw error is CancellationError
        ? DeliveryFailure("'\(program)' was ended, because the watch ends")
        : DeliveryFailure("'\(program)' could not be run: \(error)")
    }
    if outcome.timedOut {
      throw DeliveryFailure("'\(program)' took more than \(deadline.shorthand) and was ended\(lastWords.clause)")
    }
    switch outcome.ending {
    case .exited(0): return
    case .exited(let status): throw DeliveryFailure("'\(program)' exited with \(status)\(lastWords.clause)")
    case .signalled(let signal): throw DeliveryFailure("'\(program)' was ended by signal \(signal)\(lastWords.clause)")
    }
  }
}

/// The end of what a program says on standard error.
private final class LastWords: Sendable {
  private let tail = Mutex<[UInt8]>([])
  private static let limit = 4096

  func hear(_ bytes: [UInt8]) {
    tail.withLock { $0 = Array(($0 + bytes).suffix(Self.limit)) }
  }

  /// `: ` and the last line, bounded and inert; nothing where nothing was said.
  var clause: String {
    let line = lastLine(of: tail.withLock(\.self))
    return line.isEmpty ? "" : ": \(line)"
  }
}

/// The last line that says something: bounded and inert.
func lastLine(of bytes: [UInt8]) -> String {
  for line in bytes.split(separator: 0x0A).reversed() {
    let text = InertText.line(String(decoding: line, as: UTF8.self))
    if !text.isEmpty { return String(text.prefix(240)) }
  }
  return ""
}
