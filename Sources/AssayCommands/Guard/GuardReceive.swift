import ArgumentParser
import Coordination
import Guard
import Presentation
import WorkflowModel

struct GuardReceive: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "receive", abstract: "Judge a push; git's pre-receive hook runs this",
    discussion: """
      Reads lines of 'old new reference' on standard input, in the environment that git gives a pre-receive hook. Exit
      status 1 refuses the push, and standard error says why: rule, commit and mend.
      """)

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    try Self.judge(in: context) { report in
      if common.json { try show(report, in: context) }
    }
  }

  /// Judges what stands on standard input; `tell` is given the report of a refused push first.
  static func judge(in context: CommandContext, tell: (GuardReport) throws -> Void = { _ in }) throws {
    let updates: [ReferenceUpdate]
    do {
      updates = try ReferenceUpdate.read(try context.input())
    } catch let error as HookInputError {
      throw CoordinationError.malformed(
        error.description, mend: "git runs this as a pre-receive hook: assay guard install REPOSITORY")
    }
    let report = GuardReport(try context.judgePush(updates))
    guard !report.refusals.isEmpty else { return }
    try tell(report)
    context.errorOutput(report.text + "\n")
    throw AnswerIsNo()
  }
}
