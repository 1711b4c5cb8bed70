import ArgumentParser
import Coordination
import Evidence
import HostEffects
import Presentation
import WorkflowModel

struct Collect: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a gate's checklist cold and keep what was seen as an evidence set",
    discussion: """
      A fresh clone from the remote at exactly the claimed subject, an empty home, a scrubbed environment, without the
      journal. Exit status 1 says that a check did not pass; the set is kept all the same.
      """)

  @Argument(help: "The gate.") var gate: GateID
  @Option(help: "The claim, where it has to be a certain one.") var claim: String?
  @Option(help: "Another commit than the claimed one (builder, before claiming).") var subject: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let collection = try await coordinator(in: context).collect(gate, claim: claim, subject: subject) { progress in
      if context.isErrorTerminal || common.verbose { context.errorOutput(ProgressLine.text(progress)) }
    }
    try show(CollectionReport(collection), in: context)
    guard collection.isClean else { throw AnswerIsNo() }
  }
}

/// A collection's progress, a line at a time.
enum ProgressLine {
  static func text(_ progress: CollectionProgress) -> String {
    switch progress {
    case .began(let check, let instance, let number, let count):
      let values = instance.map(\.description).joined(separator: " ")
      return "[\(number)/\(count)] \(check)\(values.isEmpty ? "" : " \(values)")\n"
    case .ran(_, let run, let count, let status, let length):
      return count > 1 ? "  run \(run) of \(count): \(status.rawValue), \(length)\n" : ""
    case .finished(let outcome):
      return "  \(outcome.status.rawValue)\(outcome.reason.isEmpty ? "" : ": \(outcome.reason)")\n"
    }
  }
}
