import Coordination
import Guard
import HostEffects
import Logging
import Presentation
import RecipeHarness
import WorkflowModel

/// The world that a command is handed. Only the executable knows what is real in it.
package struct CommandContext {
  package let host: Host
  package let directory: String
  package let input: () throws -> [UInt8]
  package let readFile: (String) throws -> [UInt8]
  package let output: @Sendable (String) -> Void
  package let errorOutput: @Sendable (String) -> Void
  package let isErrorTerminal: Bool
  package let keyring: any Keyring
  package let openBranch: (String) throws -> any CoordinationBranch
  /// The branch of a clone's remote, to be watched; a remote that needs longer to answer counts as one that does not.
  package let openWatched: (String, _ patience: Duration) async throws -> any WatchedBranch
  /// Makes the clone, lets it be settled in, and only then puts it in its place.
  package let join: (JoinRequest, (any CoordinationBranch) async throws -> Void) async throws -> Void

  /// Judges a push to the repository that git runs a hook in.
  package let judgePush: ([ReferenceUpdate]) throws -> [PushRefusal]
  /// The repository that git runs a hook in after a push: where it is, and how to keep the state of its branch.
  package let openGuarded: () throws -> (directory: String, remember: () throws -> Void)
  package let installGuard: (String, [(name: String, text: String)], String) async throws -> [String]
  /// The Swarm that the user's docker command speaks to.
  package let engine: any SwarmEngine
  /// The path of this program.
  package let executable: String

  package init(
    host: Host, directory: String, input: @escaping () throws -> [UInt8],
    readFile: @escaping (String) throws -> [UInt8],
    output: @escaping @Sendable (String) -> Void, errorOutput: @escaping @Sendable (String) -> Void,
    isErrorTerminal: Bool,
    keyring: any Keyring, openBranch: @escaping (String) throws -> any CoordinationBranch,
    openWatched: @escaping (String, _ patience: Duration) async throws -> any WatchedBranch,
    join: @escaping (JoinRequest, (any CoordinationBranch) async throws -> Void) async throws -> Void,
    judgePush: @escaping ([ReferenceUpdate]) throws -> [PushRefusal],
    openGuarded: @escaping () throws -> (directory: String, remember: () throws -> Void),
    installGuard: @escaping (String, [(name: String, text: String)], String) async throws -> [String],
    engine: any SwarmEngine, executable: String
  ) {
    self.engine = engine
    self.judgePush = judgePush
    self.openGuarded = openGuarded
    self.installGuard = installGuard
    self.executable = executable
    self.host = host
    self.directory = directory
    self.input = input
    self.readFile = readFile
    self.output = output
    self.errorOutput = errorOutput
    self.isErrorTerminal = isErrorTerminal
    self.keyring = keyring
    self.openBranch = openBranch
    self.openWatched = openWatched
    self.join = join
  }

  /// The path as the user means it: relative to where they stand.
  func path(_ path: String) -> String { path.hasPrefix("/") ? path : "\(directory)/\(path)" }

  /// An absolute path as the user would type it where they stand, if it lies there, beside it, or in their home.
  func shown(_ path: String) -> String {
    if path.hasPrefix(directory + "/") { return String(path.dropFirst(directory.count + 1)) }
    if let slash = directory.lastIndex(of: "/"), path.hasPrefix(directory[...slash]) {
      return "../" + path.dropFirst(directory[...slash].count)
    }
    guard let home = host.environment["HOME"], !home.isEmpty, path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }
}

/// A command that needs the world. Its `run` is three sentences: ask, decide, show.
package protocol ContextualCommand {
  var common: CommonOptions { get }
  @MainActor mutating func run(in context: CommandContext) async throws
}

/// The answer is no: what was to be shown has been shown, and the exit status says it. 1
package struct AnswerIsNo: Error {}

extension ContextualCommand {
  /// The use cases on the clone that the command works in. A phase given here counts if the user names none.
  func coordinator(in context: CommandContext, phase: PhaseID? = nil) throws -> Coordinator {
    try coordinator(on: try context.openBranch(common.directory(in: context)), in: context, phase: phase)
  }

  func coordinator(
    on branch: any CoordinationBranch, in context: CommandContext, phase: PhaseID? = nil
  ) throws -> Coordinator {
    var options = WritingOptions()
    options.following = common.noFollow ? .stay : .follow
    options.asking = common.offline ? .offline : .remote
    var logger = Logger(label: "assay")
    logger.logLevel = common.verbose ? .debug : .warning
    return Coordinator(
      branch: branch, keyring: context.keyring, host: context.host, logger: logger, role: try common.role(in: context),
      phase: common.phase ?? phase,
      options: options)
  }

  func show(_ report: some Report, in context: CommandContext) throws {
    context.output(try report.rendered(as: common.format))
  }

  func show(_ submission: Submission, next: [String] = [], in context: CommandContext) throws {
    try show(SubmissionReport(submission, next: next), in: context)
  }
}
