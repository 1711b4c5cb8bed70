import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// The workspaces to measure with are what the tool itself would have written: git finds its objects whole, and the audit
/// renders every record again.
@Suite struct GeneratorTests {
  @Test(arguments: [[], ["--signed"], ["--gates", "3"], ["--commits", "900"], ["--sharing", "1"]])
  func `what is generated is sound for git and clean for the audit`(options: [String]) async throws {
    try await withScratchDirectory { scratch in
      var git = HermeticGit(home: try scratch.directory("home"))
      git.environment["XDG_CONFIG_HOME"] = scratch.path("made/config")
      git.environment["ASSAY_NOW"] = "2026-06-11T17:36:00Z"
      let made = scratch.path("made")
      try await run("generate", [made, "300", "--phase-records", "70"] + options, git, in: scratch.path)
      let faults = try await git.run("fsck", "--full", "--strict", "--no-dangling", in: made + "/team.git")
      #expect(faults.isEmpty)
      let commits = try await git.run("rev-list", "--count", "main", in: made + "/team.git")
      if options.contains("--commits") { #expect(commits == "900") }
      try await run("assay", ["join", "builder", made + "/team.git", scratch.path("clone")], git, in: scratch.path)
      let audit = try await run("assay", ["audit", "--full", "--offline"], git, in: scratch.path("clone"))
      #expect(audit.contains("audit clean: \(commits) commits, 300 records"))
    }
  }

  @discardableResult
  private func run(_ tool: String, _ arguments: [String], _ git: HermeticGit, in directory: String) async throws
    -> String
  {
    let outcome = try await runTool(
      ToolRequest(
        executable: "\(Binary.directory)/\(tool)", arguments: arguments, environment: git.environment,
        directory: directory))
    try #require(outcome.status == .exited(0), "\(String(decoding: outcome.stderr, as: UTF8.self))")
    return String(decoding: outcome.stdout, as: UTF8.self)
  }
}
