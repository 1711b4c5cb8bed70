import ArgumentParser
import Coordination
import PhaseLibrary
import Presentation
import WorkflowModel

struct PhaseExample: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "example", abstract: "Print a phase file that comes with assay, to start from")

  @Argument(help: "Its name; without it, the names are listed.") var name: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    guard let name else {
      let items = PhaseLibrary.files.map { ListReport.Item(id: $0.name, state: "", title: "\($0.bytes.count) bytes") }
      return try show(ListReport(of: "examples", items, none: "no examples"), in: context)
    }
    guard let file = PhaseLibrary.files.first(where: { $0.name == name || $0.name == name + ".yml" }) else {
      throw CoordinationError.usage("no example is called \(InertText.line(name))", mend: "assay phase example")
    }
    let text = String(decoding: file.bytes, as: UTF8.self)
    try show(FactsReport([("name", file.name), ("text", text)], text: text.trimmingLastLineEnd), in: context)
  }
}

extension String {
  /// Showing adds it again.
  var trimmingLastLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
