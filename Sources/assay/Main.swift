import ArgumentParser
import AssayCommands
import Coordination
import DockerSwarm
import Evidence
import FoundationEssentials
import GitBook
import GitObjects
import Guard
import HostEffects
import Logging
import PhaseFiles
import Presentation
import Signing
import WorkflowModel

#if canImport(Glibc)
  import Glibc
#endif

/// The only place that knows what is real: it parses, hands the command its world, and turns errors into words and an
/// exit status.
@main
@MainActor
enum Main {
  static func main() async {
    // A reader that goes away ends us like any other tool.
    signal(SIGPIPE, SIG_DFL)
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    // Known before the call is understood, so that a wrong call is answered in the form that was asked for.
    let format: OutputFormat = CommandLine.arguments.contains("--json") ? .json : .text
    do {
      let context = try liveContext()
      if let call = HookCall(CommandLine.arguments) { return try call.run(in: context) }
      var command = try Assay.parsed()
      if var contextual = command as? any ContextualCommand {
        try await contextual.run(in: context)
      } else {
        try command.run()
      }
    } catch is AnswerIsNo {
      exit(1)
    } catch let status as ExitCode {
      // All that there is to say has been said.
      exit(status.rawValue)
    } catch let error as MalformedClock {
      fail(ProblemReport(message: error.description, hint: error.mend, exit: 64), format)
    } catch let error as CoordinationError {
      fail(ProblemReport(error), format)
    } catch let error as PhaseFileError {
      fail(ProblemReport(message: error.description, hint: "assay phase lint FILE", exit: 65), format)
    } catch let error as CollectionError {
      fail(ProblemReport(message: error.description, hint: "nothing was kept", exit: 65), format)
    } catch let error as StorageError {
      let mend = "git fsck says what is damaged; nothing was changed"
      fail(ProblemReport(message: error.description, hint: mend, exit: 65), format)
    } catch let error as FileFailure {
      fail(ProblemReport(message: error.description, hint: "see to it that it can be written here", exit: 65), format)
    } catch let error as FileTrouble {
      fail(ProblemReport(message: error.message, hint: "name a file that can be read", exit: 65), format)
    } catch {
      switch Assay.exitCode(for: error) {
      // Help, version, completions.
      case .success: Assay.exit(withError: error)
      case .validationFailure: fail(usageProblem(error), format)
      default:
        fail(
          ProblemReport(
            message: InertText.block("\(error)"),
            hint: "nobody foresaw this; run it again with --verbose and report it",
            exit: 65), format)
      }
    }
  }

  /// The parser's own words, which end with the command's usage.
  private static func usageProblem(_ error: any Error) -> ProblemReport {
    let said = Assay.message(for: error)
    let whole = Assay.fullMessage(for: error)
    let usage = whole.hasPrefix("Error: " + said) ? whole.dropFirst("Error: ".count + said.count) : "assay --help"
    return ProblemReport(
      message: InertText.block(said), hint: InertText.block(String(usage)), exit: ExitCode.validationFailure.rawValue)
  }

  private static func fail(_ problem: ProblemReport, _ format: OutputFormat) -> Never {
    if format == .json {
      do {
        write(try problem.rendered(as: .json), to: 1)
      } catch {
        write("error: \(error)\n", to: 2)
      }
    }
    write(problem.text + "\n", to: 2)
    exit(problem.exit)
  }

  private static func liveContext() throws -> CommandContext {
    var host = try Host.live()
    host.program = executable
    return liveContext(host)
  }

  private static func liveContext(_ host: Host) -> CommandContext {
    CommandContext(
      host: host, directory: FileManager.default.currentDirectoryPath,
      input: { try readStandardInput() },
      readFile: { path in
        guard let bytes = FileManager.default.contents(atPath: path) else {
          throw FileTrouble(message: "\(InertText.line(path)) cannot be read")
        }
        return Array(bytes)
      },
      output: { write($0, to: 1) }, errorOutput: { write($0, to: 2) }, isErrorTerminal: isatty(2) == 1,
      keyring: UserKeyring(host: host, console: .current),
      openBranch: { try GitBook.open(containing: $0, host: host) },
      openWatched: { try await WatchedRepository.open($0, host: host, patience: $1) },
      join: { try await GitBook.join($0, host: host, settling: $1) },
      judgePush: { updates in
        let server = try ServerRepository.fromEnvironment(host)
        let judgement = try PushGuard(
          objects: server.objects, references: server.references, branch: try server.branch, now: host.now(),
          kept: { try server.keptPoint }, protectsPaths: { try server.protectsPaths(at: $0) }
        ).judgement(of: updates)
        if let point = judgement.point { server.setAside(point) }
        return judgement.refusals
      },
      openGuarded: {
        let server = try ServerRepository.fromEnvironment(host)
        return (server.directory, { try server.remember() })
      },
      installGuard: { try await ServerRepository.open($0, host).install(hooks: $1, branch: $2, host: host) },
      engine: DockerCommand(host: host), executable: host.program)
  }

  /// Links resolved: a hook is to find the program, not a name for it.
  private static var executable: String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      return CommandLine.arguments.first ?? "assay"
    }
  }

  /// Writes all of it, however the descriptor takes it.
  private nonisolated static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno != EINTR { return }
      bytes = bytes.dropFirst(max(0, written))
    }
  }

  private static func readStandardInput() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileTrouble(message: "standard input cannot be read") }
      bytes += buffer[..<count]
      guard bytes.count < 64 << 20 else { throw FileTrouble(message: "standard input is larger than 64 MiB") }
    }
  }
}

/// A file that could not be read.
struct FileTrouble: Error {
  let message: String
}
