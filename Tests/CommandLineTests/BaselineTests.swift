import TestSupport
import Testing

/// What was so before, told from what is new.
@Suite struct BaselineTests {
  private static let phase = """
    phase: base
    title: something new
    dod:
      D1: it is there
    gates:
      - id: M1
        title: it is there
        covers: [D1]
        checks:
          - { id: greets, run: cat hello.txt, expect: { exit: 0, stdout: { contains: hi } } }
          - { id: french, run: cat salut.txt, expect: { exit: 0, stdout: { contains: salut } } }
    """

  @Test func `a baseline is collected, and what is new is told from it`() async throws {
    let world = try await Stages.world(.founded)
    try world.scratch.write(Self.phase, to: "base.yml")
    try await world.must("phase", "add", "../base.yml")
    try await world.must("phase", "open", "base")
    try await world.must("join", "adversary", "../team.git", "../adversary")
    let none = try await world.assay(["baseline", "M1", "--diff"], as: .adversary)
    #expect(none.status == 65 && none.stderr.contains("M1 has no baseline"), "\(none.stderr)")
    try await world.must(["baseline", "M1", "--collect", "-m", "before any work"], as: .adversary)
    let ledger = try await world.git("fetch", "--quiet") + world.git("show", "origin/main:machine-docs/REVIEW-base.md")
    #expect(ledger.contains("> - greets: pass\n> - french: fail"), "\(ledger)")
    try await world.push("salut\n", to: "salut.txt")
    _ = try await world.must([
      "claim", "M1", "--what", "it is there", "--how", "greets, french", "--expected", "salut", "--where", "salut.txt",
    ])
    let early = try await world.assay(["baseline", "M1", "--diff"], as: .adversary)
    #expect(early.status == 65 && early.stderr.contains("assay collect M1"), "\(early.stderr)")
    try await world.must("collect", "M1", as: .adversary)
    let diff = try await world.must("baseline", "M1", "--diff", as: .adversary)
    let lines = diff.stdout.split(separator: "\n")
    #expect(lines[0] == "already  greets  pass → pass" && lines[1] == "new      french  fail → pass", "\(diff.stdout)")
    #expect(lines[2].hasPrefix("M1 from ") && lines[2].contains("changed: ") && lines[2].contains("salut.txt"))
    // What was collected for no claim is nothing to rule on.
    let json = try await world.must("baseline", "M1", "--diff", "--json", as: .adversary)
    #expect(try JSONDocument.fields(of: json.stdout)["kind"] as? String == "baseline")
    try await world.must("review", "M1", "--pass", "-m", "salut is new", as: .adversary)
    try await world.must("audit")
  }
}
