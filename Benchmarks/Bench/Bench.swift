import ArgumentParser
import FoundationEssentials
import Glibc

/// Measures what assay exists for, each figure beside a limit or a peer of the same run.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure assay beside git", subcommands: [Run.self, Verify.self], defaultSubcommand: Run.self)
}

struct Run: ParsableCommand {
  @Option(help: "The assay to measure.") var assay: String
  @Option(help: "The generator.") var generate: String
  @Option(help: "The directory of race.sh.") var scripts = "Benchmarks"
  @Option(help: "Where workspaces, results and scratch files go.") var directory = ".build/bench"
  @Option(help: "Records of the unsigned workspace.") var records = 10_000
  @Option(help: "Commits of it.") var commits = 50_000
  @Option(help: "Records of a second, larger workspace; 0 for none.") var large = 0
  @Option(help: "Signed records.") var signed = 10_000
  @Option(help: "Runs of which the median counts.") var runs = 9
  @Option(help: "The programs of a Python environment with in-toto and claude-swarm.") var peers: String?
  @Option(help: "A README whose section between the marks is written anew.") var readme: String?
  @Argument(
    help: "Chapters: start, statements, claim, peers, fold, signed, guard, watch, race, large; all if none is named.")
  var chapters: [String] = []

  func run() throws {
    let here = files.currentDirectoryPath
    func path(_ name: String) -> String { name.hasPrefix("/") ? name : here + "/" + name }
    let ground = try Ground(
      assay: path(assay), generate: path(generate), directory: path(directory), runs: runs)
    var failures: [String] = []
    var report = Report(machine: try Machine(ground))
    say(report.machine.words)
    let writing = Writing(ground: ground)
    let folding = Folding(ground: ground)
    let size = Size(records: records, commits: commits)
    let signedSize = Size(records: signed, isSigned: true)
    func chapter(_ names: String..., work: () throws -> Void) {
      guard chapters.isEmpty || names.contains(where: chapters.contains) else { return }
      do {
        try work()
      } catch {
        failures.append("\(names[0]): \(error)")
        say("FAILED \(names[0]): \(error)")
      }
    }
    chapter("claim", "start", "peers") { try writing.claim(into: &report) }
    chapter("start") { try writing.start(into: &report) }
    chapter("statements") {
      try Statements(ground: ground, program: path(CommandLine.arguments[0])).measure(100, into: &report)
    }
    chapter("peers") {
      guard let peers else { return report.notes.append(Self.noPeers) }
      try Peers(ground: ground, programs: path(peers), program: path(CommandLine.arguments[0])).measure(into: &report)
    }
    chapter("fold") {
      try folding.cold(size, limit: 1.2, into: &report)
      try folding.after(10, of: size, into: &report)
    }
    chapter("signed") {
      try folding.cold(Size(records: 500, isSigned: true), limit: 100, into: &report)
      try folding.cold(signedSize, limit: 1500 * Double(signed) / 10_000, into: &report)
    }
    chapter("guard") { try Guarding(try ground.workspace(signedSize)).measure(into: &report) }
    chapter("watch") {
      try Watching(ground: ground, script: path(scripts) + "/watch.sh").measure(into: &report)
    }
    chapter("race") { try writing.race(script: path(scripts) + "/race.sh", into: &report) }
    chapter("large") {
      guard large > 0 else { return }
      let size = Size(records: large, commits: large + large / 10)
      // Nearly all of its commits are records: the limit is for one in five.
      try folding.cold(size, limit: nil, into: &report)
      try folding.after(10, of: size, beside: Size(records: records, commits: commits), into: &report)
      report.notes.append(
        "The workspace of \(large) records was made in \(whole(try ground.workspace(size).making / 1000)) s.")
    }
    report.notes += Self.notes
    try write(report, to: path(directory))
    try files.removeItem(atPath: ground.scratch)
    guard failures.isEmpty else { throw Trouble("what failed: " + failures.joined(separator: "; ")) }
    if let readme { try Readme(path: path(readme)).put(Table.text(report)) }
  }

  private static let noPeers = "in-toto and claude-swarm, from PyPI, were not asked: `make bench PEERS=1` does."

  private static let notes = [
    "Each figure is the median of several runs, all lines of a group taken in turns. A watch is looked at for a "
      + "minute of nothing."
  ]

  private var files: FileManager { FileManager.default }

  private func write(_ report: Report, to directory: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(report).write(to: URL(filePath: directory + "/bench.json"))
    try Data(Plot.svg(report).utf8).write(to: URL(filePath: directory + "/bench.svg"))
    try Data(Table.text(report).utf8).write(to: URL(filePath: directory + "/bench.md"))
    let aimed = report.figures.compactMap(\.isReached)
    say("\n" + Table.text(report))
    say("\(aimed.filter { $0 }.count) of \(aimed.count) targets reached, \(report.checks.count) checks held")
  }
}

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Verify signed evidence sets", shouldDisplay: false)
  @Argument var directory: String
  @Argument var key: String
  @Argument var count: Int

  func run() throws { try Statements.verify(directory, key: key, count: count) }
}

/// Tells whoever watches, at once.
func say(_ line: String) {
  print(line)
  fflush(nil)
}
