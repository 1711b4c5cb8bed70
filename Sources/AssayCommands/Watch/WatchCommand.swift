import ArgumentParser
import Coordination
import HostEffects
import Presentation
import Watch
import WorkflowModel

extension Watch.WatchPlan.Start: ExpressibleByArgument {
  package init?(argument: String) {
    switch argument {
    case "open": self = .open
    case "beginning": self = .beginning
    default: return nil
    }
  }
}

struct WatchCommand: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Deliver what happens to whoever is to act on it",
    discussion: """
      Without flags, does what 'consumers' in assay.yml says. With --on or a means of delivery, serves one consumer: each
      event runs a program (event as JSON on standard input and in ASSAY_EVENT…), is posted, is typed into a tmux pane,
      or is written as a line of JSON; without a means, on standard output. An event is delivered until it is
      acknowledged, in history's order, across restarts. What a consumer of whom nothing is known is told first is what
      somebody is still to act on.

      With --once, delivers what is there and ends: 0 something was delivered, 1 there was nothing, 75 something could not
      be delivered and stays.
      """)

  @Argument(help: ArgumentHelp("Clones or bare repositories to watch; without one, this one.", valueName: "directory"))
  var directories: [String] = []
  @Option(help: "The consumer to serve; may be repeated for those of assay.yml.") var consumer: [ConsumerName] = []
  @Option(help: ArgumentHelp("What to tell: kinds by commas, or any.", valueName: "kinds")) var on: String?
  @Option(help: ArgumentHelp("Run this program for each event.", valueName: "path")) var exec: String?
  @Option(help: ArgumentHelp("Post each event to this address.", valueName: "url")) var webhook: String?
  @Option(help: ArgumentHelp("The variable whose value signs what is posted.", valueName: "variable"))
  var secret: String?
  @Option(help: ArgumentHelp("Type a line for each event into this pane.", valueName: "session:window.pane"))
  var tmux: String?
  @Option(help: ArgumentHelp("Append each event to this file.", valueName: "file")) var jsonl: String?
  @Flag(help: "Deliver what is there, and end.") var once = false
  @Option(help: "Where a new consumer begins: open, or beginning.") var from: WatchPlan.Start = .open
  @Option(help: "How often a delivery is tried before it is set aside.") var tries: Int?
  @Option(help: "How soon a remote that has moved is asked again.") var interval = "2s"
  @Option(help: "How seldom a remote that does not move is asked.") var longestInterval = "30s"
  @Option(help: "How long a remote may take to answer before it counts as unreachable.") var patience = "5m"
  @Option(
    help: ArgumentHelp(
      "Answer GET /metrics and take POST /signal here; ASSAY_WATCH_TOKEN guards it.", valueName: "address"))
  var listen: String?
  @Option(help: ArgumentHelp("Say who was told of a record, and when; then end.", valueName: "id")) var explain: String?
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let places = directories.isEmpty ? [common.directory(in: context)] : directories.map(context.path)
    if let explain { return try await self.explain(explain, of: places, in: context) }
    let (metrics, withheld) = (WatchMetrics(), WithheldVariables())
    var watches: [RepositoryWatch] = []
    for place in places {
      let branch = try await context.openWatched(place, try patienceGiven)
      watches.append(
        RepositoryWatch(
          branch, plan: try plan(for: place, withholding: withheld, in: context), host: context.host, logger: logger,
          metrics: metrics))
    }
    for watch in watches { watch.withholdKnownSecrets() }
    if once { return try await runOnce(watches, in: context) }
    try await runLasting(watches, metrics, in: context)
  }
}
