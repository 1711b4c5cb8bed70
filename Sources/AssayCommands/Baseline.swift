import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Baseline: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Record what is already true of a gate, so that it cannot be cited as new (adversary)",
    discussion: """
      With --collect the gate's checks are run cold on that commit, and the note says what each came to. With --diff
      nothing is written: what passes now and passed then already is told from what is new.
      """)

  @Argument(help: "The gate.") var gate: GateID
  @Option(help: "The commit that was looked at.") var subject = "HEAD"
  @Flag(help: "Run the gate's checks there.") var collect = false
  @Flag(help: "Compare the last baseline with the newest evidence set for the claim.") var diff = false
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !(collect && diff) else { throw ValidationError("Give one of --collect and --diff, not both.") }
  }

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    if diff { return try show(BaselineReport(try await coordinator.baselineDiff(gate)), in: context) }
    let words = try text.required(for: "the baseline's text", in: context)
    let submission = try await coordinator.captureBaseline(
      gate, subject: subject, words: words, collecting: collect
    ) { progress in
      if context.isErrorTerminal || common.verbose {
        context.errorOutput(ProgressLine(isTerminal: context.isErrorTerminal).text(progress))
      }
    }
    try show(submission, in: context)
  }
}
