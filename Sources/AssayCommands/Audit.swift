import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Audit: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay the rules over history; exit status 1 names every violation",
    discussion: """
      Every record is judged by the rules that judged it when it was written, its ledger entry is rendered again and
      compared, and every other commit is shown to have touched nothing that is the tool's.
      """)

  @Flag(help: "Begin at the beginning. This version always does.") var full = false
  @Option(name: .customLong("from"), help: "Audit the history up to this commit.") var revision: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let outcome = AuditOutcome(try await coordinator(in: context).audit(from: revision))
    try show(outcome, in: context)
    guard outcome.violations.isEmpty else { throw AnswerIsNo() }
  }
}
