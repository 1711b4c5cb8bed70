import Subprocess
import SystemPackage

/// A command to be run under supervision: in a session of its own, with nothing on its standard input, and with a
/// deadline after which it and all that it started are made to end.
package struct SupervisedCommand: Sendable {
  /// Absolute path of the program.
  package var program: String
  package var arguments: [String]
  /// The whole environment; nothing is inherited.
  package var environment: [String: String]
  package var directory: String
  package var deadline: Duration
  /// How long the session may take to obey SIGTERM before SIGKILL follows.
  package var grace: Duration
  package var leader: SessionLeader

  package init(
    program: String, arguments: [String], environment: [String: String], directory: String, deadline: Duration,
    grace: Duration = .seconds(5), leader: SessionLeader = .participant
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.deadline = deadline
    self.grace = grace
    self.leader = leader
  }
}

/// What the session's first process is.
package enum SessionLeader: Sendable {
  /// It does the work, and is asked to end like all others.
  case participant
  /// It only holds the others and takes them down with it (bubblewrap): SIGTERM goes to the others alone, so that they
  /// have their grace.
  case launcher
}

/// Which of a command's two output streams.
package enum OutputStream: String, Hashable, Sendable { case stdout, stderr }

/// How a command ended.
package struct SupervisedOutcome: Hashable, Sendable {
  package enum Ending: Hashable, Sendable {
    case exited(Int)
    case signalled(Int)
  }

  package let ending: Ending
  package let timedOut: Bool
  package let duration: Duration
  /// Processes of the session that could not be ended, not even by SIGKILL.
  package let survivors: Int
}

/// Why a command could not be run.
package enum SupervisedRunError: Error, Hashable, CustomStringConvertible {
  case notFound(String)
  case notExecutable(String)
  case argumentsTooLong(String)
  case directory(String)
  case cannotStart(String, reason: String)
  case lost(String, reason: String)

  package var description: String {
    switch self {
    case .notFound(let program): "'\(program)' was not found; install it, or mend PATH"
    case .notExecutable(let program): "'\(program)' is not executable; make it so, or run it with its interpreter"
    case .argumentsTooLong(let program): "the arguments and the environment of '\(program)' are too long for the system"
    case .directory(let path): "'\(path)' is not a directory that a command can run in"
    case .cannotStart(let program, let reason): "'\(program)' could not be started: \(reason)"
    case .lost(let program, let reason): "the run of '\(program)' could not be followed: \(reason)"
    }
  }
}

/// Runs the command to its end and hands over what it writes, as it comes; `sink` is called on a thread of the run's own.
/// When it returns or throws, no process of the session is left. Throws ``SupervisedRunError``, `CancellationError`
/// after the session was ended on cancellation, and what `sink` throws.
package func runSupervised(
  _ command: SupervisedCommand, sink: @escaping @Sendable (OutputStream, [UInt8]) throws -> Void
) async throws -> SupervisedOutcome {
  try Task.checkCancellation()
  let (stop, stopper) = AsyncStream<Never>.makeStream()
  // A task of its own: what ends the session must not itself be cancelled.
  let supervision = Task { try await supervise(command, until: stop, sink: sink) }
  let outcome = try await withTaskCancellationHandler {
    try await supervision.value
  } onCancel: {
    stopper.finish()
  }
  try Task.checkCancellation()
  return outcome
}

private func supervise(
  _ command: SupervisedCommand, until stop: AsyncStream<Never>,
  sink: @escaping @Sendable (OutputStream, [UInt8]) throws -> Void
) async throws -> SupervisedOutcome {
  guard ProcessSession.isDirectory(command.directory) else { throw SupervisedRunError.directory(command.directory) }
  var options = PlatformOptions()
  options.createSession = true
  let environment = Dictionary(
    uniqueKeysWithValues: command.environment.compactMap { entry in
      Environment.Key(rawValue: entry.key).map { ($0, entry.value) }
    })
  let clock = ContinuousClock()
  let began = clock.now
  do {
    var output = try SessionOutput(sink: sink)
    let result = try await run(
      .path(FilePath(command.program)), arguments: Arguments(command.arguments), environment: .custom(environment),
      workingDirectory: FilePath(command.directory), platformOptions: options, input: .none,
      output: .fileDescriptor(output.stdout, closeAfterSpawningProcess: false),
      error: .fileDescriptor(output.stderr, closeAfterSpawningProcess: false)
    ) { execution in
      output.closeWriters()
      let session = ProcessSession(leader: execution.processIdentifier.value, kind: command.leader)
      return await Supervision(session: session, command: command).follow(&output, until: stop)
    }
    if let failure = result.closureResult.failure { throw failure }
    let ending: SupervisedOutcome.Ending =
      switch result.terminationStatus {
      case .exited(let code): .exited(Int(code))
      case .signaled(let signal): .signalled(Int(signal))
      }
    return SupervisedOutcome(
      ending: ending, timedOut: result.closureResult.timedOut, duration: clock.now - began,
      survivors: result.closureResult.survivors)
  } catch let error as SubprocessError {
    throw SupervisedRunError(error, command)
  } catch let failure as FileFailure {
    throw SupervisedRunError.cannotStart(command.program, reason: failure.description)
  }
}

extension SupervisedRunError {
  fileprivate init(_ error: SubprocessError, _ command: SupervisedCommand) {
    let program = command.program
    switch (error.code, error.underlyingError) {
    case (_, Errno.argListTooLong): self = .argumentsTooLong(program)
    case (_, Errno.permissionDenied), (_, Errno.execFormatError): self = .notExecutable(program)
    case (.failedToChangeWorkingDirectory, _): self = .directory(command.directory)
    case (.executableNotFound, _), (_, Errno.noSuchFileOrDirectory), (_, Errno.notDirectory):
      self = ProcessSession.exists(program) ? .notExecutable(program) : .notFound(program)
    case (.spawnFailed, _): self = .cannotStart(program, reason: error.description)
    default: self = .lost(program, reason: error.description)
    }
  }
}
