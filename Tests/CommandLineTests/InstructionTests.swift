import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// What the five hottest paths cost, in instructions: a busy machine does not change that, and a change that makes a path
/// dearer by a tenth is either mended or said. `ASSAY_RECORD_INSTRUCTIONS="why"` writes `Snapshots/instructions.json` anew
/// with that reason for each path that moved, and fails.
@Suite struct InstructionTests {
  private struct Baseline: Codable {
    var instructions: Int
    /// Why it is not what it was before.
    var reason: String
  }

  private static let file = "\(Binary.root)/Tests/CommandLineTests/Snapshots/instructions.json"

  /// A workspace of six phases and a Builder's clone of it.
  private struct Ground {
    let scratch: ScratchDirectory
    var git: HermeticGit
    let program: String
    var clone: String { scratch.path("clone") }

    init() async throws {
      scratch = try ScratchDirectory()
      git = HermeticGit(home: try scratch.directory("user"))
      program = scratch.path("assay")
      // valgrind gives up on what the compiler says of the program for debuggers.
      try await must("strip", ["-o", program, Binary.path])
      try await must("\(Binary.directory)/generate", [scratch.path, "120", "--phase-records", "20", "--step", "1"])
      let last = try await git.run("log", "-1", "--format=%cd", "--date=format:%Y-%m-%dT%H:%M:%SZ", "main", in: server)
      git.environment["ASSAY_NOW"] = last
      git.environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
      try await must(program, ["join", "builder", server, clone])
    }

    var server: String { scratch.path("team.git") }

    @discardableResult
    func must(_ tool: String, _ words: [String]) async throws -> ToolOutcome {
      let outcome = try await run(tool, words, in: scratch.path)
      #expect(outcome.status == .exited(0), "\(tool) \(words): \(String(decoding: outcome.stderr, as: UTF8.self))")
      return outcome
    }

    private func run(
      _ tool: String, _ words: [String], in place: String, input: String = "", variables: [String: String] = [:]
    ) async throws -> ToolOutcome {
      try await runTool(
        ToolRequest(
          executable: tool, arguments: words, environment: git.environment.merging(variables) { _, new in new },
          directory: place, input: Array(input.utf8)))
    }

    /// How many instructions a call takes, in all its threads and in no program that it starts.
    func cost(
      _ words: String..., in place: String? = nil, input: String = "", variables: [String: String] = [:]
    ) async throws -> Int {
      let counts = scratch.path("counts")
      let outcome = try await run(
        "valgrind", ["--tool=callgrind", "--callgrind-out-file=\(counts)", program] + words, in: place ?? clone,
        input: input, variables: variables)
      let said = String(decoding: outcome.stderr, as: UTF8.self)
      #expect(outcome.status == .exited(0), "\(words): \(said)")
      let line = said.split(separator: "\n").last { $0.contains("Collected") }
      return try #require(line?.split(separator: " ").last.flatMap { Int($0) }, "\(said)")
    }

    func forget() throws {
      for file in ["fold-main", "fold-main.phases"] {
        let path = "\(clone)/.git/assay/\(file)"
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
      }
    }
  }

  @Test(.timeLimit(.minutes(20))) func `the hottest paths cost what they did`() async throws {
    let ground = try await Ground()
    var found: [String: Int] = [:]
    found["start"] = try await ground.cost("--version")
    try ground.forget()
    found["status, from the beginning"] = try await ground.cost("status", "--json", "--offline")
    found["status, nothing new"] = try await ground.cost("status", "--json", "--offline")
    found["audit --full"] = try await ground.cost("audit", "--full", "--json", "--offline")
    let new = try await ground.git.run("rev-parse", "main", in: ground.server)
    let old = try await ground.git.run("rev-parse", "main~20", in: ground.server)
    found["guard, a push of twenty records"] = try await ground.cost(
      "guard", in: ground.server, input: "\(old) \(new) refs/heads/main\n", variables: ["GIT_DIR": "."])
    try Self.compare(found)
  }

  private static func compare(_ found: [String: Int]) throws {
    let known = try FileManager.default.contents(atPath: file).map {
      try JSONDecoder().decode([String: Baseline].self, from: $0)
    }
    var next = known ?? [:]
    let reason = ProcessInfo.processInfo.environment["ASSAY_RECORD_INSTRUCTIONS"]
    for (path, count) in found.sorted(by: { $0.key < $1.key }) {
      if let baseline = next[path], Double(count) <= Double(baseline.instructions) * 1.1, reason == nil { continue }
      if let reason {
        let moved = next[path].map { abs(count - $0.instructions) > $0.instructions / 100 } ?? true
        if moved { next[path] = Baseline(instructions: count, reason: reason) }
      } else {
        Issue.record("\(path): \(count) instructions, and \(next[path]?.instructions ?? 0) before")
      }
    }
    guard reason != nil else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(next).write(to: URL(filePath: file))
    Issue.record("recorded what the hottest paths cost")
  }
}
