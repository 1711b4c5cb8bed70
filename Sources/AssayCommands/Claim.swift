import ArgumentParser
import Coordination
import WorkflowModel

struct ClaimCommand: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Claim that a subject meets a gate (builder)",
    discussion: """
      The subject has to be on the remote and the working tree clean. WHAT, HOW, EXPECTED and WHERE are all needed: by
      option, or in a file with a heading line for each. HOW names every check of the gate, or: assay collect GATE.
      """)

  @Argument(help: "The gate.") var gate: GateID
  @Option(help: "The commit that is claimed.") var subject = "HEAD"
  @Option(
    help: ArgumentHelp(
      "A file with the headings WHAT, HOW, EXPECTED and WHERE; - is standard input.", valueName: "path"))
  var file: String?
  @Option(help: "What is claimed.") var what: String?
  @Option(help: "How to verify it.") var how: String?
  @Option(help: "What has to be seen.") var expected: String?
  @Option(name: .customLong("where"), help: "Where it lies.") var place: String?
  @Option(help: "Why the subject of the last FAIL deserves a second look.") var again: String?
  @Option(name: .shortAndLong, help: "The title (the first line of WHAT).") var message: String?
  @Option(help: "The id of an evidence set of the Builder's own.") var evidence: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let submission = try await coordinator.claim(
      ClaimRequest(
        gate: gate, subject: subject, payload: try payload(in: context), summary: message, again: again,
        evidence: try evidence.map { try coordinator.ownEvidence($0, gate: gate) }))
    try show(submission, next: ["next: assay wait --for verdict --gate \(gate)"], in: context)
  }

  private func payload(in context: CommandContext) throws -> Payload {
    guard let file else {
      return Payload(what: what ?? "", how: how ?? "", expected: expected ?? "", place: place ?? "")
    }
    guard what == nil, how == nil, expected == nil, place == nil else {
      throw CoordinationError.usage("--file is given, and parts of the payload as well", mend: "give it one way")
    }
    return try PayloadText.read(try TextOptions.read(file, in: context))
  }
}
