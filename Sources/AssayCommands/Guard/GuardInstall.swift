import ArgumentParser
import Coordination
import Presentation
import Templates
import WorkflowModel

struct GuardInstall: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Put the guard's hooks into a bare repository on the server",
    discussion: """
      Writes pre-receive, which judges every push, and post-receive, which tells watches on this machine and keeps the
      state of the branch. Hooks that stand there are kept and go on running; where one runs every program in a directory
      named after it, as those of Gitea and Forgejo do, the guard goes into that directory. Run it again after assay has
      moved; it changes nothing else.
      """)

  @Argument(help: "The bare repository.") var repository: String
  @Option(help: "The coordination branch.") var branch = "main"
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let hooks = ["pre-receive", "post-receive"].compactMap { name in
      Templates.text(named: name + ".sh", with: context.executable, branch: branch).map { (name: name, text: $0) }
    }
    let done = try await context.installGuard(context.path(repository), hooks, branch)
    let lines = done + ["\(InertText.line(repository)) guards \(branch): every push is judged before it is taken"]
    try show(
      FactsReport(
        [("repository", repository), ("branch", branch)], text: lines.joined(separator: "\n")), in: context)
  }
}
