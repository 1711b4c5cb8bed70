import ArgumentParser
import Coordination
import Presentation
import Templates
import WorkflowModel

struct TemplateCommand: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Print a text that comes with assay: a prompt, a hook, a way to keep a watch running",
    discussion: """
      assay template assay-watch.service >~/.config/systemd/user/assay-watch.service
      assay template watch-tmux.sh >watch-tmux.sh
      sh watch-tmux.sh team builder adversary watched
      """)

  @Argument(help: "Its name; without it, the names are listed.") var name: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    guard let name else {
      let items = Templates.files.map {
        ListReport.Item(id: $0.name, state: "", title: "\($0.text.utf8.count) bytes")
      }
      return try show(ListReport(of: "templates", items, none: "no templates"), in: context)
    }
    guard let text = Templates.text(named: name, with: context.executable) else {
      throw CoordinationError.usage("no template is called \(InertText.line(name))", mend: "assay template")
    }
    try show(FactsReport([("name", name), ("text", text)], text: text.trimmingLastLineEnd), in: context)
  }
}

extension Templates {
  /// The text of that name, with the path of this program where it is to start it, and the coordination branch.
  static func text(named name: String, with executable: String, branch: String = "main") -> String? {
    func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
    return text(named: name)?.replacing("@ASSAY@", with: quoted(executable)).replacing("@BRANCH@", with: quoted(branch))
  }
}
