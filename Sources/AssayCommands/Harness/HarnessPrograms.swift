import ArgumentParser
import Coordination
import Presentation
import RecipeHarness
import Recipes
import WorkflowModel
import YAMLReading

struct HarnessPrograms: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "programs", abstract: "Print the entry for assay.yml that approves a recipe's programs as they are",
    discussion: """
      Hooks and tests that a metadata file names run on the collector's machine, outside the sandbox, and only what an
      operator approved: the metadata file and the programs, byte for byte. Read them; then put the entry into assay.yml:
      assay policy show >FILE, edit the file, assay policy change FILE. Name the metadata as the phase file does, from the
      repository's root.
      """)

  @Argument(help: "The recipe's metadata.") var metadata: String
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    if let objection = PathRules.objection(toPath: metadata) {
      throw CoordinationError.usage(
        "\(InertText.line(metadata)): \(objection)", mend: "in the repository's root: assay harness programs PATH")
    }
    let (read, companions) = try RecipeFile.read(metadata, in: context)
    guard read.namesPrograms else {
      let text = "\(metadata) names no programs: there is nothing to approve"
      return try show(FactsReport([("metadata", metadata), ("digest", ""), ("files", "")], text: text), in: context)
    }
    let paths = companions.files.map(\.path)
    let text = """
      # \(metadata)\(paths.isEmpty ? "" : " with \(paths.joined(separator: ", "))")
      harness:
        approved:
          \(metadata): "\(companions.digest)"
      """
    let facts = [
      ("metadata", metadata), ("digest", companions.digest.hex), ("files", paths.joined(separator: " ")),
    ]
    try show(FactsReport(facts, text: text), in: context)
  }
}
