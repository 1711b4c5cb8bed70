import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// The manual and the demo, run as they stand.
@Suite struct TranscriptTests {
  @Test(arguments: ["main", nil])
  func `the README's shortest path runs as it stands`(defaultBranch: String?) async throws {
    let readme = try #require(FileManager.default.contents(atPath: Binary.root + "/README.md"))
    let text = String(decoding: readme, as: UTF8.self)
    let phase = try #require(Self.block(after: "<!-- file: hello.yml -->", in: text))
    let transcript = try #require(Self.block(after: "<!-- transcript -->", in: text))

    let world = try World()
    try world.scratch.write(phase, to: "team/hello.yml")
    let steps = Self.steps(of: transcript)
    #expect(steps.count >= 7)
    // One shell, as a user has; after each line a mark, the exit status, and what the line has written.
    let script = steps.map { "{ \($0.command); } 2>&1 </dev/null; echo \"\(Self.mark) $?\"" }.joined(separator: "\n")
    let outcome = try await runTool(
      ToolRequest(
        executable: "/bin/sh", arguments: ["-c", script], environment: environment(of: world, defaultBranch),
        directory: world.scratch.path("team")))
    let answers = Self.answers(String(decoding: outcome.stdout, as: UTF8.self))
    try #require(answers.count == steps.count)
    #expect(steps.filter { !$0.output.isEmpty }.count >= 6)
    var (expected, found) = (Scrub(world), Scrub(world))
    for (step, answer) in zip(steps, answers) {
      #expect(answer.status == "0", "\(step.command)\n\(answer.text)")
      guard !step.output.isEmpty else { continue }
      // The one word that the user's git decides.
      let text = answer.text.replacing("origin/master", with: "origin/main")
      #expect(expected.clean(step.output) == found.clean(text), "\(step.command)")
    }
  }

  private static let mark = "=== exit"

  /// A user's environment: git knows who they are and nothing else, the clock runs.
  private func environment(of world: World, _ defaultBranch: String?) -> [String: String] {
    let own: Set = ["PATH", "HOME", "TMPDIR", "LC_ALL", "TZ", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"]
    var environment = world.environment().filter { name, _ in
      own.contains(name) || name.hasSuffix("_NAME") || name.hasSuffix("_EMAIL")
    }
    if let defaultBranch {
      environment["GIT_CONFIG_COUNT"] = "1"
      environment["GIT_CONFIG_KEY_0"] = "init.defaultBranch"
      environment["GIT_CONFIG_VALUE_0"] = defaultBranch
    }
    return environment
  }

  /// The lines of the first fenced block after a marker.
  private static func block(after marker: String, in text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == marker }) else { return nil }
    let fenced = lines[start...].drop { !$0.hasPrefix("```") }.dropFirst().prefix { $0 != "```" }
    return fenced.isEmpty ? nil : fenced.joined(separator: "\n") + "\n"
  }

  private static func steps(of transcript: String) -> [(command: String, output: String)] {
    var steps: [(command: String, output: String)] = []
    for line in transcript.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        steps.append((String(line.dropFirst(2)), ""))
      } else if !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      }
    }
    return steps
  }

  private static func answers(_ output: String) -> [(text: String, status: Substring)] {
    var answers: [(text: String, status: Substring)] = []
    var text = ""
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(mark) {
        answers.append((text, line.dropFirst(mark.count + 1)))
        text = ""
      } else {
        text += line + "\n"
      }
    }
    return answers
  }

  @Test(.timeLimit(.minutes(20))) func `the demo plays to its end`() async throws {
    let world = try World()
    let outcome = try await runTool(
      ToolRequest(
        executable: "bash",
        arguments: [Binary.root + "/Tests/Demo/demo.sh", Binary.path, world.scratch.path("demo")],
        environment: world.environment(["ASSAY_NOW": nil])))
    let output = String(decoding: outcome.stdout + outcome.stderr, as: UTF8.self)
    #expect(outcome.status == .exited(0), "\(output.suffix(2000))")
    #expect(output.contains("DONE: dstamp passed M1 and M2"))
    #expect(!output.contains("MISSED"))
    // What the Adversary was told before ruling on M1: short.
    let brief = output.split(separator: "$ assay brief\n").dropFirst().compactMap { $0.split(separator: "\n$ ").first }
    #expect(brief.count >= 2)
    for text in brief { #expect((200..<2048).contains(text.utf8.count), "\(text)") }
  }
}
