import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// A check that somebody reads, from the phase file to the ledger.
@Suite struct InspectionTests {
  private static let phase = """
    phase: read
    title: something to read
    dod:
      D1: it is so
    gates:
      - id: M1
        title: it is so
        covers: [D1]
        checks:
          - id: greets
            run: cat hello.txt
            expect: { exit: 0, stdout: { contains: hi } }
          - id: polite
            title: the greeting is polite
            inspect: { path: hello.txt, lines: [1, 1], question: "is it polite?" }
    """

  private func world() async throws -> World {
    let world = try await Stages.world(.code)
    try await world.must("init", "--signatures", "off")
    try world.scratch.write(Self.phase, to: "read.yml")
    try await world.must("phase", "add", "../read.yml")
    try await world.must("phase", "open", "read")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    _ = try await world.must([
      "claim", "M1", "--what", "it is so", "--how", "greets, polite", "--expected", "hi", "--where", "hello.txt",
    ])
    return world
  }

  @Test func `the brief says what to read, the set what was read, and the ledger repeats it`() async throws {
    let world = try await world()
    let blob = try await world.git("rev-parse", "HEAD:hello.txt")
    let brief = try await world.must("brief", as: .adversary)
    let line = "read hello.txt:1-1: is it polite? — --inspected polite=pass|fail@\(blob.prefix(12)):SENTENCE"
    #expect(brief.stdout.contains(line), "\(brief.stdout)")

    for (given, complaint) in [
      ([], "nobody has said what they read there"),
      (["--inspected", "polite=pass@0123456:it is"], "stale: blob 0123456 was read"),
      (["--inspected", "polite=fail:it shouts"], "hello.txt lines 1-1 (blob \(blob.prefix(12))): it shouts"),
    ] {
      let screen = try await world.assay(["collect", "M1"] + given, as: .adversary)
      #expect(screen.status == 1 && screen.stdout.contains(complaint), "\(screen)")
    }
    for (given, complaint) in [
      (["--inspected", "greets=pass:hi"], "gate M1 asks for no reading 'greets'; it asks for polite"),
      (["--inspected", "polite:hi"], "is not of the form"), (["--inspected", "polite=maybe:hi"], "is not of the form"),
      (["--inspected", "polite=pass@12:hi"], "is not of the form"),
      (["--inspected", "polite=pass:a", "--inspected", "polite=fail:b"], "is read twice"),
    ] {
      let screen = try await world.assay(["collect", "M1"] + given, as: .adversary)
      #expect(screen.status == 64 && screen.stderr.contains(complaint), "\(screen)")
    }

    try world.scratch.write("# what I read\npolite=pass@\(blob.prefix(7)):it says hi\n", to: "readings")
    let collected = try await world.must(["collect", "M1", "--inspections", "../readings"], as: .adversary)
    #expect(collected.stdout.contains("inspection  hello.txt lines 1-1"), "\(collected.stdout)")
    try await world.must("review", "M1", "--pass", "-m", "read and re-run", as: .adversary)
    try await world.must("audit")
    let ledger = try await world.git("show", "origin/main:machine-docs/REVIEW-read.md", in: world.path(.adversary))
    #expect(
      ledger.contains(
        "- polite: pass (inspection) — hello.txt lines 1-1 (blob \(blob.prefix(12))): it says hi"), "\(ledger)")
  }

  @Test func `a set that says that something else was read is not taken`() async throws {
    let world = try await world()
    let blob = try await world.git("rev-parse", "HEAD:hello.txt")
    let other = try await world.git("rev-parse", "HEAD:polite.txt")
    try await world.must(["collect", "M1", "--inspected", "polite=pass:it says hi"], as: .adversary)
    let place = world.path(.adversary)
    let kept = try await world.git("for-each-ref", "--format=%(refname)", "refs/assay/evidence", in: place)
    let statement = try await world.git("show", "\(kept):statement.json", in: place)
    try world.scratch.write(
      statement.replacing("\"blob\" : \"\(blob)\"", with: "\"blob\" : \"\(other)\"") + "\n", to: "forged")
    let forged = try await world.git("hash-object", "-w", world.scratch.path("forged"), in: place)
    let listed = try await world.git("ls-tree", kept, in: place)
    let lines = listed.split(separator: "\n").map { line in
      line.hasSuffix("statement.json") ? "100644 blob \(forged)\tstatement.json" : String(line)
    }
    try world.scratch.write(lines.joined(separator: "\n") + "\n", to: "tree")
    let made = try await runTool(
      ToolRequest(
        executable: "/bin/sh", arguments: ["-c", "git mktree < ../tree"], environment: world.environment(),
        directory: place))
    let tree = String(decoding: made.stdout.prefix(40), as: UTF8.self)
    try await world.git("update-ref", kept, tree, in: place)
    let screen = try await world.assay(["review", "M1", "--pass", "-m", "read"], as: .adversary)
    #expect(screen.status == 77, "\(screen)")
    #expect(screen.stderr.contains("the log says that something else was read"), "\(screen.stderr)")
  }
}
