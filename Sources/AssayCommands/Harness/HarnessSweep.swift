import ArgumentParser
import Coordination
import Presentation
import RecipeHarness

struct HarnessSweep: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Clear what killed runs left in the engine",
    discussion: """
      Every run does this first. Only what a run's lock file names is cleared, only once nobody holds the lock, and only
      in the engine that the run deployed to.
      """)

  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let janitor = Janitor(engine: context.engine, directory: try context.harnessState())
    let cleared = try harnessAnswer(await Task { try await janitor.sweep() }.result)
    let text = cleared.isEmpty ? "nothing was left behind" : cleared.map { "cleared \($0)" }.joined(separator: "\n")
    try show(FactsReport([("cleared", cleared.joined(separator: " "))], text: text), in: context)
  }
}
