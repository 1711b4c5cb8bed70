import ArgumentParser
import Coordination
import Ledgers
import WorkflowModel

struct Review: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Give a verdict on a claim (adversary)",
    discussion: """
      Takes the newest evidence set that this clone collected for the claim. PASS needs a complete set in which every
      check passed; FAIL names a failing check or an open finding; CONDITIONAL says what lifts it. Every probe that was
      registered for the gate is accounted for: --probe P1=held, P1=broke:NOTE or P1=not-tried:NOTE.
      """)

  @Argument(help: "The gate.") var gate: GateID
  @Flag(help: "The claim holds.") var pass = false
  @Flag(help: "It does not.") var fail = false
  @Flag(help: "It holds once the condition is met.") var conditional = false
  @Option(help: "The evidence set's id.") var evidence: String?
  @Option(help: "A check that fails.") var check: [CheckID] = []
  @Option(help: "An open finding that the verdict rests on.") var finding: [FindingID] = []
  @Option(help: "What lifts a CONDITIONAL.") var condition: String?
  @Option(help: "What became of a probe: ID=held|broke|not-tried[:NOTE].") var probe: [String] = []
  @OptionGroup var text: TextOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard [pass, fail, conditional].count(where: { $0 }) == 1 else {
      throw ValidationError("Give one of --pass, --fail and --conditional.")
    }
  }

  func run(in context: CommandContext) async throws {
    let request = VerdictRequest(
      gate: gate, ruling: pass ? .pass : fail ? .fail : .conditional,
      words: try text.required(for: "the verdict's text", in: context), evidence: evidence, failing: check,
      findings: finding, condition: condition, probes: try probe.map(Self.account))
    let submission = try await coordinator(in: context).rule(request)
    try show(submission, in: context)
  }

  private static func account(_ text: String) throws -> ProbeAccount {
    let halves = text.split(separator: "=", maxSplits: 1)
    let rest = (halves.last ?? "").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let id = ProbeID(String(halves[0])), let result = ProbeResult(rawValue: String(rest[0]))
    else {
      throw CoordinationError.usage(
        "--probe '\(InertText.line(text))' is not of the form ID=held|broke|not-tried[:NOTE]",
        mend: "assay brief lists the probes")
    }
    let note = rest.count > 1 ? try Wording.line(String(rest[1]), for: "the probe's note") : ""
    return ProbeAccount(id: id, result: result, note: note)
  }
}
