import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Init: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    abstract: "Found a workspace: write assay.yml as the first record",
    discussion: """
      Names a principal each for operator, builder and adversary, founds the workspace on the coordination branch, and
      lets this clone act as builder. The other roles get clones of their own: assay join ROLE REMOTE DIR.
      """)

  enum Signatures: String, ExpressibleByArgument, CaseIterable { case required, off }

  @Option(help: "The coordination branch (main, or the branch that is checked out where the remote has no main).")
  var branch: String?
  @Option(help: "The remote where the parties meet.") var remote = "origin"
  @Option(help: "The workspace's name (the remote's).") var name: String?
  @Option(help: "Whether records have to be signed. Only off is possible in this version.")
  var signatures = Signatures.off
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    guard signatures == .off else {
      throw CoordinationError.usage("this version cannot sign or verify records", mend: "assay init --signatures off")
    }
    let coordinator = try coordinator(in: context)
    let policy = try await coordinator.planWorkspace(branch: branch, remote: remote, name: name)
    let submission = try await coordinator.found(policy)
    var next = ["founded \(policy.name) on \(policy.remote)/\(policy.branch); this clone acts as builder"]
    next += policy.principals.map { "principal \($0.name)  \($0.address)" }
    next.append("the role's prompt: \(context.shown(try Prompts.keep(for: .builder, in: coordinator.branch)))")
    next.append("the other parties, each from a place of their own: assay join ROLE REMOTE DIR")
    next.append("next: assay phase add FILE")
    try show(submission, next: next, in: context)
  }
}
