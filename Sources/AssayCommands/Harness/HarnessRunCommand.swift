import ArgumentParser
import Coordination
import FoundationEssentials
import HostEffects
import Presentation
import RecipeHarness
import Recipes
import WorkflowModel

extension Digest: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension Injection: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

struct HarnessRunCommand: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Deploy a recipe's base, upgrade it to the head, and judge every stage",
    discussion: """
      Deploys the newest published version before the head, redeploys the head over it, and decides from what the engine
      says: an upgrade that Swarm rolled back is reported as that, whatever health says. Then backup, restore, the
      recipe's own tests, lint, and a teardown that leaves nothing. Speaks to the engine with the docker command, as
      contexts and DOCKER_HOST have it. Exit status 1 says that the recipe did not pass; results are written all the
      same. Programs beside the metadata file, hooks and tests, run on this machine with all that its user may do, and
      only where --allow-programs or --approved says so.
      """)

  @Option(help: "The recipe's name.") var recipe: RecipeName
  @Option(help: "The recipe's repository: a path or an address.") var source: String
  @Option(help: "The commit to try; full ids never mean another.") var head: String
  @Option(help: "What to upgrade from, instead of the newest published version before the head.") var base: String?
  @Option(help: ArgumentHelp("Which stages, by commas.", valueName: "stages"))
  var stages: String = Self.everything
  @Option(help: ArgumentHelp("The recipe's metadata; hooks and tests stand beside it.", valueName: "file"))
  var metadata: String?
  @Option(help: ArgumentHelp("Where results are written.", valueName: "dir")) var out: String?
  @Option(name: .customLong("pr"), help: "The pull request, for the record.") var pullRequest: String?
  @Option(help: "A fault to put in on purpose: \(Injection.named.map(\.text).joined(separator: ", ")).")
  var inject: Injection?
  @Flag(help: "Let the programs beside the metadata run here, as they are.") var allowPrograms = false
  @Option(help: ArgumentHelp("Let them run if this is their digest, as checks do by assay.yml.", valueName: "digest"))
  var approved: [Digest] = []
  @Option(help: "Who deploys: built-in, or abra.") var deployer: DeployerName = .builtIn
  @Option(help: ArgumentHelp("How many minutes the run may take.", valueName: "minutes")) var deadline = 60
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let request = try asked(in: context)
    let output = context.path(out ?? "harness-\(request.runID)")
    let silence: @Sendable (HarnessProgress) -> Void = { _ in }
    let harness = HarnessRun(
      request, engine: context.engine, deployer: context.deployer(deployer), host: context.host,
      report: context.isErrorTerminal || common.verbose ? context.progress : silence)
    let ended = await interruptible(deadline: .seconds(deadline * 60)) { try await harness.run() }
    if let interruption = ended.interruption, case .failure = ended.result {
      context.errorOutput("interrupted before anything was deployed\n")
      throw ExitCode(interruption.exit)
    }
    var finished = try harnessAnswer(ended.result)
    // What comes while the app is taken out comes too late to change anything.
    let interruption = finished.result.reasons.contains { $0.code == .interrupted } ? ended.interruption : nil
    if interruption == .deadline { finished.result.reasons.append(Reason(.deadline, "\(deadline) minutes")) }
    try ResultsDirectory(output).write(finished)
    let report = HarnessReport(finished.result, directory: context.shown(output))
    context.output(try report.rendered(as: common.format))
    if let interruption { throw ExitCode(interruption.exit) }
    guard finished.result.exit == 0 else { throw ExitCode(finished.result.exit) }
  }

  private func asked(in context: CommandContext) throws -> HarnessRequest {
    var chosen: Set<Stage> = []
    var isLinted = false
    for name in stages.split(separator: ",") {
      if name == Rung.lint.rawValue {
        isLinted = true
        continue
      }
      guard let stage = Stage(rawValue: String(name)) else {
        throw CoordinationError.usage(
          "'\(InertText.line(String(name)))' is no stage",
          mend: "--stages \(Self.everything)")
      }
      chosen.insert(stage)
    }
    let file = metadata.map(context.path)
    let directory = file.map(RecipeFile.directory) ?? context.directory
    let (read, companions) =
      try metadata.map { try RecipeFile.read($0, in: context) } ?? (RecipeMetadata(), CompanionFiles.none)
    let nonce =
      context.host.environment["ASSAY_NONCE"].flatMap { $0.isEmpty ? nil : $0 }
      ?? Hexadecimal.text(of: context.host.randomBytes(16))
    // Asked for by hand, two runs in the same second are still two.
    let runID = "\(recipe)-\(nonce.prefix(8))"
    return HarnessRequest(
      recipe: recipe, source: source.contains(":") ? source : context.path(source), head: head, base: base,
      stages: chosen, isLinted: isLinted,
      metadata: read, directory: directory, companions: companions,
      permission: allowPrograms ? .all : approved.isEmpty ? .none : .approved(approved),
      state: try context.harnessState(), pullRequest: pullRequest, nonce: nonce, runID: runID,
      tool: ToolVersion.current, injection: inject)
  }

  private static let everything = (Stage.allCases.map(\.rawValue) + [Rung.lint.rawValue]).joined(separator: ",")
}

package enum DeployerName: String, ExpressibleByArgument, Sendable {
  case builtIn = "built-in"
  case abra
}

/// A run's progress, a line at a time.
enum HarnessLine {
  static func text(_ progress: HarnessProgress) -> String {
    switch progress {
    case .began(let stage): "\(stage.rawValue)\n"
    case .note(let words): "  \(InertText.line(words))\n"
    case .finished(let result): "  \(result.status.rawValue)\(result.reasons.first.map { ": \($0)" } ?? "")\n"
    }
  }
}
