import DockerSwarm
import FoundationEssentials
import Glibc
import HostEffects
import RecipeHarness
import Swarm

/// Upgrades stacks on the Swarm of `DOCKER_HOST` as the harness does, once well and once to a head that falls ill behind a
/// task that keeps serving, and says how each was reported, what simpler watchers would have said of the same upgrades,
/// and how soon: `study-rollback [RUNS] [STACKS AT ONCE]`. Exits with 1 when one upgrade was reported for what it was not,
/// or when the median of the time to the verdict is not below 300 ms.
@main
enum Rollback {
  static func main() async throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let runs = numbers.first ?? 30
    let width = numbers.dropFirst().first ?? 3
    guard numbers.count == CommandLine.arguments.count - 1, (1...10_000).contains(runs), (1...100).contains(width)
    else {
      print("usage: study-rollback [RUNS] [STACKS AT ONCE]")
      exit(2)
    }
    let engine = DockerCommand(host: try .live())
    print("docker engine \(try await engine.version()): \(runs) good upgrades and \(runs) rollbacks, \(width) at once")
    fflush(nil)
    let directory = FileManager.default.temporaryDirectory.appending(path: "study-rollback-\(getpid())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(at: directory) } catch {} }
    let file = directory.appending(path: "compose.yml")
    try Data(Trial.composeFile.utf8).write(to: file)

    var reports: [Report] = []
    try await withThrowingTaskGroup(of: [Report].self) { group in
      for number in 0..<runs {
        if number >= width, let done = try await group.next() { reports += done }
        group.addTask { try await Trial(engine: engine, stack: "study-\(number)", file: file.path).run() }
      }
      for try await done in group { reports += done }
    }
    let isAsItShould = summarise(reports)
    exit(isAsItShould ? 0 : 1)
  }

  private static func summarise(_ reports: [Report]) -> Bool {
    for head in Head.allCases {
      let those = reports.filter { $0.head == head }
      print("\(those.count) upgrades to a head that \(head.words):")
      for (end, count) in Dictionary(grouping: those, by: \.end).mapValues(\.count).sorted(by: { $0.key < $1.key }) {
        print("  the harness: \(end), \(count) times")
      }
      for watcher in Watcher.allCases {
        print("  \(watcher.rawValue): 'upgraded', \(those.count { $0.fooled.contains(watcher) }) times")
      }
    }
    print("from the engine's last word to the verdict:       median      p95      max")
    for follower in Follower.allCases {
      let delays = reports.compactMap { $0.delays[follower] }.sorted()
      guard !delays.isEmpty else { continue }
      let figures = [
        delays[delays.count / 2], delays[min(delays.count * 95 / 100, delays.count - 1)], delays[delays.count - 1],
      ]
      let words = figures.map { figure in
        let text = "\(Int((figure * 1000).rounded())) ms"
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
      }
      print("  \(follower.rawValue)\(String(repeating: " ", count: 45 - follower.rawValue.count))\(words.joined())")
    }
    let own = reports.compactMap { $0.delays[.events] }.sorted()
    let median = own.isEmpty ? .infinity : own[own.count / 2]
    let wrong = reports.count { $0.end != $0.head.expected }
    print("\(wrong) of \(reports.count) reported for what they were not")
    return wrong == 0 && median < 0.3
  }
}

/// What is deployed on top of a good version.
enum Head: CaseIterable {
  case good, sick

  var words: String { self == .good ? "stays well" : "falls ill, while the old task serves" }
  var expected: String { self == .good ? "converged" : RolloutFailure.rolledBack.rawValue }
}

/// Those that look at what runs, and not at what it is.
enum Watcher: String, CaseIterable {
  case health = "who trusts health, 1 s after the redeployment"
  case count = "who trusts N/N, 1 s after the redeployment"
  case healthLater = "who trusts health, when all is over"
  case countLater = "who trusts N/N, when all is over"
}

enum Follower: String, CaseIterable {
  case events = "woken by events, decided by inspect"
  case second = "docker service inspect every second"
  case fiveSeconds = "docker service inspect every 5 seconds"

  var period: Duration? {
    switch self {
    case .events: nil
    case .second: .seconds(1)
    case .fiveSeconds: .seconds(5)
    }
  }
}

/// One upgrade: how it was reported, who took it for a success, and how long each follower took, in seconds.
struct Report {
  let head: Head
  let end: String
  let fooled: Set<Watcher>
  let delays: [Follower: Double]
}
