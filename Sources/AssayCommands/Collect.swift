import ArgumentParser
import Coordination
import Evidence
import HostEffects
import Presentation
import WorkflowModel

struct Collect: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Run a gate's checklist cold and keep what was seen as an evidence set",
    discussion: """
      A fresh clone from the remote at exactly the claimed subject, an empty home, a scrubbed environment, without the
      journal. Exit status 1 says that a check did not pass; the set is kept all the same.

      Where the phase file has something inspected, who collects says what they read: --inspected CHECK=pass:SENTENCE, or
      CHECK=fail:SENTENCE; with CHECK=pass@BLOB:SENTENCE it counts only if the subject has that blob there. 'assay brief'
      says what is to be read, and its blob.
      """)

  @Argument(help: "The gate.") var gate: GateID
  @Option(help: "The claim, where it has to be a certain one.") var claim: String?
  @Option(help: "Another commit than the claimed one (builder, before claiming).") var subject: String?
  @Option(help: "What was read for a check of kind inspect: CHECK=pass|fail[@BLOB]:SENTENCE.")
  var inspected: [String] = []
  @Option(help: ArgumentHelp("The same, a line for each, from a file; - is standard input.", valueName: "path"))
  var inspections: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let readings = try Readings.given(inspected, inFile: inspections, in: context)
    let collection = try await coordinator(in: context).collect(
      gate, claim: claim, subject: subject, readings: readings
    ) { progress in
      if context.isErrorTerminal || common.verbose {
        context.errorOutput(ProgressLine(isTerminal: context.isErrorTerminal).text(progress))
      }
    }
    try show(CollectionReport(collection), in: context)
    guard collection.isClean else { throw AnswerIsNo() }
  }
}
