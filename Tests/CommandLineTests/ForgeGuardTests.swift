import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// The guard in a repository of a forge: there a hook of the forge's runs every program in a directory named after it,
/// as those of Gitea and Forgejo do.
@Suite struct ForgeGuardTests {
  /// What the forge writes, and writes anew whenever it likes.
  private static let delegating = """
    #!/usr/bin/env bash
    # The forge writes this file.
    data=$(cat)
    results=""
    hookname=$(basename "$0")
    GIT_DIR=${GIT_DIR:-$(dirname "$0")/..}
    for hook in ${GIT_DIR}/hooks/${hookname}.d/*; do
      test -x "${hook}" && test -f "${hook}" || continue
      echo "${data}" | "${hook}"
      results="${results} $?"
    done
    for result in ${results}; do [ "${result}" -eq 0 ] || exit "${result}"; done

    """

  private func forge(_ world: World) throws {
    for name in ["pre-receive", "post-receive"] {
      try world.scratch.write(Self.delegating, to: "team.git/hooks/\(name)", executable: true)
      try world.scratch.write(
        "#!/bin/sh\ncat >>\"$GIT_DIR/\(name).seen\"\n", to: "team.git/hooks/\(name).d/forge", executable: true)
    }
  }

  private func pushOfEdit(_ world: World) async throws -> ToolOutcome {
    try world.scratch.write("## DONE\n", to: "builder/machine-docs/STATUS-greet.md")
    try await world.git("add", "--all")
    try await world.git("commit", "--quiet", "--message", "done")
    return try await runTool(
      ToolRequest(
        executable: "git", arguments: ["push", "--quiet", "origin", "HEAD:main"], environment: world.environment(),
        directory: world.path(.builder)))
  }

  @Test func `goes where the forge's own hook runs it, and stays when that is written anew`() async throws {
    let world = try await Stages.world(.claimed)
    try forge(world)
    let installed = try await world.must("guard", "install", "../team.git")
    #expect(installed.stdout.contains("wrote pre-receive.d/assay") && !installed.stdout.contains("kept"))
    #expect(world.scratch.text(of: "team.git/hooks/pre-receive") == Self.delegating)
    let again = try await world.must("guard", "install", "../team.git")
    #expect(!again.stdout.contains("wrote"), "\(again.stdout)")
    try forge(world)

    // A record comes in; the forge's own programs are asked, and the state is kept.
    try await world.must("decide", "-m", "one")
    for name in ["pre-receive", "post-receive"] {
      #expect(world.scratch.text(of: "team.git/\(name).seen")?.contains("refs/heads/main") == true)
    }
    #expect(FileManager.default.fileExists(atPath: world.scratch.path("team.git/assay/fold-main")))

    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    let refused = try await pushOfEdit(world)
    let said = String(decoding: refused.stderr, as: UTF8.self)
    #expect(refused.status != .exited(0) && said.contains("R2") && said.contains("mend:"), "\(said)")
  }

  @Test func `a forge's hook that was set aside is put back`() async throws {
    let world = try await Stages.world(.open)
    try await world.must("guard", "install", "../team.git")
    try forge(world)
    for name in ["pre-receive", "post-receive"] {
      let hooks = world.scratch.path("team.git/hooks")
      try FileManager.default.moveItem(atPath: "\(hooks)/\(name)", toPath: "\(hooks)/\(name).before-assay")
      try world.scratch.write("# assay guard: an older one\n", to: "team.git/hooks/\(name)", executable: true)
    }
    let installed = try await world.must("guard", "install", "../team.git")
    #expect(installed.stdout.contains("put pre-receive back"), "\(installed.stdout)")
    #expect(world.scratch.text(of: "team.git/hooks/pre-receive") == Self.delegating)
    #expect(!FileManager.default.fileExists(atPath: world.scratch.path("team.git/hooks/pre-receive.before-assay")))
    try await world.must("decide", "-m", "one")
    #expect(world.scratch.text(of: "team.git/pre-receive.seen")?.contains("refs/heads/main") == true)
    #expect(try await pushOfEdit(world).status != .exited(0))
  }

  @Test func `goes where a setting leads that begins in somebody's home`() async throws {
    let world = try await Stages.world(.claimed)
    try await world.git("config", "core.hooksPath", "~/hooks", in: world.scratch.path("team.git"))
    try await world.must("guard", "install", "../team.git")
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    #expect(try await pushOfEdit(world).status != .exited(0))
  }

  @Test(arguments: ["#!/bin/sh\ncat >/dev/null\n", "#!/bin/sh\n# see /etc/init.d/x\ncat >/dev/null\n"])
  func `a directory that no hook runs is no place for it`(_ hook: String) async throws {
    let world = try await Stages.world(.claimed)
    try world.scratch.write(hook, to: "team.git/hooks/pre-receive", executable: true)
    try world.scratch.write("#!/bin/sh\n", to: "team.git/hooks/pre-receive.d/other", executable: true)
    let installed = try await world.must("guard", "install", "../team.git")
    #expect(installed.stdout.contains("kept pre-receive as pre-receive.before-assay"), "\(installed.stdout)")
    try await world.git("pull", "--quiet", "--ff-only", "origin", "main")
    #expect(try await pushOfEdit(world).status != .exited(0))
  }

  @Test func `a push by another name of the branch is told as one to the branch, and one of code is not`() async throws
  {
    let world = try await Stages.world(.claimed)
    try await world.must("guard", "install", "../team.git")
    let (server, kept) = (world.scratch.path("team.git"), world.scratch.path("team.git/assay/fold-main"))
    try await HermeticGit(home: world.scratch.path).run(
      "symbolic-ref", "refs/heads/trunk", "refs/heads/main", in: server)
    for (branch, isTold) in [("code", false), ("trunk", true)] {
      if FileManager.default.fileExists(atPath: kept) { try FileManager.default.removeItem(atPath: kept) }
      try await world.git("commit", "--quiet", "--allow-empty", "--message", branch)
      try await world.git("push", "--quiet", "origin", "HEAD:\(branch)")
      #expect(FileManager.default.fileExists(atPath: kept) == isTold, "\(branch)")
    }
  }

  @Test(arguments: ["assay", "a place/assay"])
  func `the guard is the hook itself where the system can find it by the hook's first line`(place: String) async throws
  {
    let world = try await Stages.world(.claimed)
    let program = world.scratch.path(place)
    try FileManager.default.createDirectory(
      atPath: String(program.dropLast("/assay".count)), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: "\(Binary.directory)/assay", toPath: program)
    let installed = try await runTool(
      ToolRequest(
        executable: program, arguments: ["guard", "install", "../team.git"], environment: world.environment(),
        directory: world.path(.builder)))
    #expect(installed.status == .exited(0), "\(String(decoding: installed.stderr, as: UTF8.self))")
    let first = world.scratch.text(of: "team.git/hooks/pre-receive")?.split(separator: "\n").first
    #expect(first == (place.contains(" ") ? "#!/bin/sh" : "#!\(program) guard"))
    let pushed = try await pushOfEdit(world)
    #expect(pushed.status == .exited(1))
    #expect(String(decoding: pushed.stderr, as: UTF8.self).contains("refused"))
    try await world.git("reset", "--quiet", "--hard", "HEAD~1")
    try await world.must("decide", "-m", "one")
  }
}
