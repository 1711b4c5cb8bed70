import FoundationEssentials
import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A tool to run to its end: what, with what, and where.
package struct ToolRequest: Sendable {
  /// A name to look up on the `PATH` of ``environment``, or an absolute path.
  package var executable: String
  package var arguments: [String]
  /// The whole environment of the tool; nothing is inherited.
  package var environment: [String: String]
  /// Where the tool starts; nil for the caller's own directory.
  package var directory: String?
  /// What the tool reads on standard input.
  package var input: [UInt8]
  /// How many bytes each of the two output streams may hold.
  package var outputLimit: Int
  package var console: ToolConsole
  /// How long the tool may take; nil for as long as it likes.
  package var limit: Duration?

  package init(
    executable: String, arguments: [String], environment: [String: String], directory: String? = nil,
    input: [UInt8] = [], outputLimit: Int = 64 << 20, console: ToolConsole = .none, limit: Duration? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.input = input
    self.outputLimit = outputLimit
    self.console = console
    self.limit = limit
  }
}

extension ToolRequest {
  /// The program's file; nil where none is found. It is looked for before a process is made: to try each directory of
  /// the path by starting it costs a process for each.
  fileprivate var place: String? {
    guard
      case .found(let file) = ProgramSearch.find(
        executable, path: environment["PATH"] ?? "", directory: directory ?? ".")
    else { return executable.hasPrefix("/") ? executable : nil }
    return file
  }
}

/// Whether a tool can ask somebody.
package enum ToolConsole: Hashable, Sendable {
  /// It reads its input, and all that it writes is collected.
  case none
  /// It is handed the user's terminal in the place of an input, and what it says on standard error goes there as well.
  case terminal

  /// The terminal, where standard error is one and this process may read from it.
  package static var current: ToolConsole {
    guard isatty(STDERR_FILENO) == 1 else { return .none }
    let terminal = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return .none }
    close(terminal)
    return .terminal
  }

  fileprivate static let path = "/dev/tty"
}

/// How a tool ended.
package enum ToolStatus: Hashable, Sendable {
  case exited(Int)
  case signalled(Int)
}

extension ToolStatus: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exited(let code): "exit \(code)"
    case .signalled(let number): "signal \(number)"
    }
  }
}

/// What a tool left behind.
package struct ToolOutcome: Sendable {
  package let status: ToolStatus
  package let stdout: [UInt8]
  package let stderr: [UInt8]

  package init(status: ToolStatus, stdout: [UInt8], stderr: [UInt8]) {
    self.status = status
    self.stdout = stdout
    self.stderr = stderr
  }
}

/// Why a tool gave no outcome.
package enum ToolError: Error, Equatable, Sendable {
  case notFound(String)
  case couldNotStart(String, why: String)
  case tooMuchOutput(String, limit: Int)
  case tookTooLong(String, limit: Duration)
}

extension ToolError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let tool): "'\(tool)' is not installed, or not on PATH"
    case .couldNotStart(let tool, let why): "'\(tool)' could not be run: \(why)"
    case .tooMuchOutput(let tool, let limit): "'\(tool)' wrote more than \(limit) bytes and was stopped"
    case .tookTooLong(let tool, let limit): "'\(tool)' took more than \(limit.components.seconds) s and was stopped"
    }
  }
}

/// Runs a tool to its end and returns all that it wrote. A process that the tool leaves behind is not waited for.
package func runTool(_ request: ToolRequest) async throws(ToolError) -> ToolOutcome {
  let tool = request.executable
  do {
    guard let limit = request.limit else { return try await collect(request) }
    if let outcome = try await collect(request, within: limit) { return outcome }
    throw ToolError.tookTooLong(tool, limit: limit)
  } catch let error as ToolError {
    throw error
  } catch let error as SubprocessError {
    switch error.code {
    case .executableNotFound: throw .notFound(tool)
    case .outputLimitExceeded: throw .tooMuchOutput(tool, limit: request.outputLimit)
    case .failedToChangeWorkingDirectory:
      throw .couldNotStart(tool, why: "no such directory: \(request.directory ?? ".")")
    default: throw .couldNotStart(tool, why: error.description)
    }
  } catch {
    throw .couldNotStart(tool, why: "\(error)")
  }
}

/// Nil once the limit is reached: the tool has been killed then.
private func collect(_ request: ToolRequest, within limit: Duration) async throws -> ToolOutcome? {
  try await withThrowingTaskGroup(of: ToolOutcome?.self) { group in
    group.addTask { try await collect(request) }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
}

private func collect(_ request: ToolRequest) async throws -> ToolOutcome {
  let values = request.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
  let configuration = Configuration(
    executable: request.place.map { .path(FilePath($0)) } ?? .name(request.executable),
    arguments: Arguments(request.arguments),
    environment: .custom(Dictionary(values) { first, _ in first }),
    workingDirectory: request.directory.map { FilePath($0) })
  if request.console == .terminal {
    let terminal = try FileDescriptor.open(ToolConsole.path, .readWrite)
    defer { close(terminal.rawValue) }
    let result = try await run(
      configuration, input: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
      output: .bytes(limit: request.outputLimit), error: .currentStandardError)
    return ToolOutcome(
      status: ToolStatus(result.terminationStatus), stdout: result.standardOutput, stderr: [])
  }
  if request.input.isEmpty {
    // An empty array, not `.none`: with a pipe to close, Subprocess stops reading once the tool itself has ended,
    // even if a grandchild (an ssh master, a credential daemon) still holds the other pipes.
    let result = try await run(
      configuration, input: .array([UInt8]()), output: .bytes(limit: request.outputLimit),
      error: .bytes(limit: request.outputLimit))
    return ToolOutcome(
      status: ToolStatus(result.terminationStatus), stdout: result.standardOutput, stderr: result.standardError)
  }
  brokenPipesAreErrors
  let result = try await run(
    configuration, input: .inputWriter, output: .bytes(limit: request.outputLimit),
    error: .bytes(limit: request.outputLimit)
  ) { execution in
    do {
      _ = try await execution.standardInputWriter.write(request.input)
    } catch let error as SubprocessError where error.code == .failedToWriteToSubprocess {
      // A tool is free not to read; its status says what became of it.
    }
    try await execution.standardInputWriter.finish()
  }
  return ToolOutcome(
    status: ToolStatus(result.terminationStatus), stdout: result.standardOutput, stderr: result.standardError)
}

/// Once read, a write to a tool that has gone away fails instead of killing this process. Tools start with the
/// default all the same.
private let brokenPipesAreErrors: Void = {
  _ = signal(SIGPIPE, SIG_IGN)
}()

extension ToolStatus {
  package init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(Int(code))
    case .signaled(let number): self = .signalled(Int(number))
    }
  }
}
