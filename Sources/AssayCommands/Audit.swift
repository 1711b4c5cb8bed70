import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Audit: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Replay the rules over history; exit status 1 names every violation",
    discussion: """
      Every record is judged by the rules that judged it when it was written, its signature is verified and its ledger
      entry rendered again, the evidence it cites is read and worked out anew, and every other commit is shown to have
      touched nothing that is the tool's. What this clone has audited before is not looked at again, unless --full asks
      for it.
      """)

  @Flag(help: "Begin at the beginning, whatever was audited before.") var full = false
  @Option(name: .customLong("from"), help: "Audit the history up to this commit.") var revision: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let outcome = AuditOutcome(
      try await coordinator(in: context).audit(upTo: revision, since: full ? .beginning : .lastAudit))
    try show(outcome, in: context)
    guard outcome.violations.isEmpty else { throw AnswerIsNo() }
  }
}
