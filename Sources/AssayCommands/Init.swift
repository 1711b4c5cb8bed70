import ArgumentParser
import Coordination
import Presentation
import WorkflowModel

struct Init: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Found a workspace: write assay.yml as the first record",
    discussion: """
      Names a principal each for operator, builder and adversary, makes a key for each in the configuration directory
      (~/.config/assay/keys) unless --key gives one, founds the workspace on the coordination branch, and lets this clone
      act as builder. The other roles get clones of their own: assay join ROLE REMOTE DIR. A key that is another party's
      belongs on their machine alone: move it there, or let them join with a key of their own.
      """)

  enum Signatures: String, ExpressibleByArgument, CaseIterable { case required, off }

  @Option(help: "The coordination branch (main, or the branch that is checked out where the remote has no main).")
  var branch: String?
  @Option(help: "The remote where the parties meet.") var remote = "origin"
  @Option(help: "The workspace's name (the remote's).") var name: String?
  @Option(help: "Whether records have to be signed.") var signatures = Signatures.required
  @Option(help: ArgumentHelp("A principal's key file, in place of a new key.", valueName: "role=path"))
  var key: [String] = []
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let policy = try await coordinator.planWorkspace(
      branch: branch, remote: remote, name: name, signatures: signatures == .required ? .required : .off)
    let founded = try await coordinator.found(Founding(policy, keyFiles: try givenKeys(for: policy, context)))
    let keys = founded.keys
    var next = ["founded \(policy.name) on \(policy.remote)/\(policy.branch); this clone acts as builder"]
    next += policy.principals.map { principal in
      let key = keys[principal.name].map { "  key \(context.shown($0.path))" } ?? ""
      return "principal \(principal.name)  \(principal.address)\(key)"
    }
    next.append("the role's prompt: \(context.shown(try Prompts.keep(for: .builder, in: coordinator.branch)))")
    next.append("the other parties, each from a place of their own: assay join ROLE REMOTE DIR")
    if !keys.isEmpty {
      next.append("a key belongs to its party alone: move the operator's and the adversary's to theirs")
    }
    next.append("next: assay phase add FILE")
    try show(founded.submission, next: next, in: context)
  }

  private func givenKeys(for policy: Policy, _ context: CommandContext) throws -> [PrincipalName: String] {
    var keys: [PrincipalName: String] = [:]
    for text in key {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let name = PrincipalName(String(parts[0])), policy.principal(named: name) != nil else {
        throw CoordinationError.usage(
          "--key '\(InertText.line(text))' is not of the form ROLE=PATH",
          mend: "--key operator=PATH, --key builder=PATH, --key adversary=PATH")
      }
      keys[name] = context.path(String(parts[1]))
    }
    return keys
  }
}
