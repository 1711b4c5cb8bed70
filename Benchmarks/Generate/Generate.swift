import ArgumentParser
import WorkflowModel

/// Makes a bare repository, `DIRECTORY/team.git`, with a workspace of many records, each of them judged by the rules.
/// Signed, the keys lie in `DIRECTORY/config/assay/keys`, as `XDG_CONFIG_HOME=DIRECTORY/config` finds them.
@main
struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a workspace of many records to measure with",
    discussion: """
      What every phase writes to, such as the inboxes, is written in the first --sharing phases alone: each record holds \
      those files anew, so that they would grow with the square of the records.
      """)

  @Argument(help: "Where to make team.git.") var directory: String
  @Argument(help: "How many records.") var records: Int
  @Flag(help: "Sign every record and every evidence set.") var signed = false
  @Option(help: "Records of a phase, the last of which stays open.") var phaseRecords = 200
  @Option(help: "Gates of a phase.") var gates = 1
  @Option(help: "Commits in all, at least; what is missing is code between the records.") var commits = 0
  @Option(help: "Seconds between two commits; else what makes them span a year at most.") var step: Int?
  @Option(help: "Phases that write to what all phases share.") var sharing = 50

  func validate() throws {
    guard records > 0, phaseRecords >= 20, (1...20).contains(gates), commits >= 0, sharing >= 0 else {
      throw ValidationError("RECORDS is at least 1, --phase-records at least 20, --gates 1 to 20")
    }
  }

  func run() async throws {
    let play = try await Play(
      directory: directory, signatures: signed ? .required : .off,
      plan: Plan(records: records, commits: commits, step: step))
    try await play.found()
    var number = 0
    while play.records < records {
      number += 1
      try await Script(
        play: play, number: number, gates: gates, sharing: number <= sharing,
        end: min(records, play.records + phaseRecords),
        isLast: play.records + phaseRecords >= records
      ).perform()
    }
    try play.publish()
    print("\(play.records) records, \(play.commits) commits, \(number) phases, tip \(play.tip.short)")
  }
}

/// How much is to be made in all.
struct Plan {
  let records: Int
  let commits: Int
  /// Seconds between two commits.
  let step: Int

  init(records: Int, commits: Int, step: Int?) {
    self.records = records
    self.commits = commits
    // All of them within a year, so that one clock suits every size.
    self.step = step ?? max(1, min(60, 30_000_000 / (max(records * 2, commits) + 1)))
  }

  /// Commits of code that there should be at least, after so many records.
  func code(after written: Int) -> Int { Int(Double(commits - records) * Double(written) / Double(records)) }
}

/// What cannot happen unless the generator and the rules disagree.
struct Unfit: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
