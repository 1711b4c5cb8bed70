import PhaseFiles
import PhaseLibrary
import Testing
import WorkflowModel

@Suite struct `A checklist's digest` {
  private func digests(_ text: String) throws -> [String] {
    try PhaseFile.read(Array(text.utf8), file: "f.yml").gates.map(\.checklist.hex)
  }

  /// The first is that of the bytes `t17:assay checklist 1t2:M1l1:t1:ct3:runt5:shellt4:maket7:failuret1:2--l0:--l0:l0:`
  /// `t1:1l0:t5:600.0l0:l0:`, hashed by another program. Claims in people's histories are bound by these bytes. If this fails, the canonical form has changed: write
  /// another version of it beside the first.
  @Test func `is pinned`() throws {
    #expect(
      try digests(full) == [
        "238b98b939a7414417e24e067045b520064d2244428aee2fc3a50424348ef93b",
        "6c1fd85f5a90ee5f7ff03daa6ed74e80f9f39c47bbd86980b72ab079930a9d41",
      ])
  }

  @Test func `stays when only the layout changes`() throws {
    let layout = """
      # a comment
      title: "another title"
      gates:
      - checks:
        - {expect: fail, because: {'exit': 2}, run: 'make', title: called something, id: "c"}
        covers:
        - D1
        title: another
        id: M1
      - id: M2
        checks:
        - expect: {files: [{present: true, path: out}], exit: 0, json: {/o: {one_of: [-1.0, '1']}, "": {exists: true}, /b: true, /t: "yes", /n: {max: 2.50, min: 2}}}
          run: make report
          id: json
        - because:
            stdout:
              contains: [b]
          expect: fail
          id: files
          file: [{present: false, path: b}, {equals: '', path: a, present: true}, {json: {/a~1b: ~}, path: c},
            {sha256: "\(String(repeating: "0a", count: 32))", path: d}]
        - id: facts
          expect: pass
          git: [{lines: {max: 9}, lacks: y, contains: [x], blob: {path: a, commit: subject}},
            {unchanged: {to: subject, from: v1, path: a}},
            {unchanged_lines: {lines: [5, 9], path: a, to: subject, from: 'v1^{commit}'}},
            {tag: {points_at: HEAD~2, name: v1, annotated: true}}, {ancestor: {distance: 9, of: subject, commit: v1}}]
        - needs: [facts]
          env: {"ON": yes, LANG: 'C'}
          timeout: 90s
          matrix: {w: [x], v: [1.10, no]}
          repeat: 3
          expect: {collected: {min: 1}, passed: [t], failed: 0, exit: 0}
          junit: {report: out/*.xml, run: [make, test]}
          id: tests
        title: another
        covers: [D2]
      dod: {D1: eins, D2: zwei}
      phase: full
      """
    #expect(try digests(layout) == digests(full))
  }

  @Test(arguments: changes) func `changes with what is judged`(_ change: Change) throws {
    try #require(full.contains(change.old))
    let changed = full.split(separator: change.old, maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: change.new)
    #expect(try digests(changed) != digests(full), "\(change)")
  }

  @Test func `tells gates with the same checks apart`() throws {
    let phase = try PhaseFile.read(text(goodPhase), file: "f.yml")
    let other = try PhaseFile.read(
      Refusal("", [5: "  - id: M2"], "", "", "").bytes(of: goodPhase), file: "f.yml")
    #expect(phase.gates.map(\.checklist) != other.gates.map(\.checklist))
  }

  struct Change: Sendable, CustomStringConvertible {
    let old: String
    let new: String
    init(_ old: String, _ new: String) { (self.old, self.new) = (old, new) }
    var description: String { "\(old) → \(new)" }
  }

  private static let changes = [
    Change("run: make,", "run: make all,"),
    Change("run: make,", "run: [make],"),
    Change("because: { exit: 2 }", "because: { exit: 3 }"),
    Change("expect: fail, because: { exit: 2 }", "expect: { exit: 2 }"),
    Change("id: c,", "id: d,"),
    Change("run: [make, test]", "run: [make test]"),
    Change("report: out/*.xml", "report: out/x.xml"),
    Change("failed: 0", "failed: { max: 1 }"),
    Change("exit: 0, failed", "failed"),
    Change("passed: t", "passed: [t, u]"),
    Change("expect: { exit: 0, failed", "expect: { collected: 2, exit: 0, failed"),
    Change("repeat: 3", "repeat: 4"),
    Change("v: [1.10, no]", "v: [1.1, no]"),
    Change("v: [1.10, no]", "v: [no, 1.10]"),
    Change("w: [x]", "u: [x]"),
    Change("timeout: 90s", "timeout: 91s"),
    Change("LANG: C", "LANG: D"),
    Change("ON: yes", "OFF: yes"),
    Change("needs: [facts]", "needs: [json]"),
    Change("blob: { commit: subject", "blob: { commit: v1"),
    Change("path: a }, contains", "path: b }, contains"),
    Change("contains: x", "contains: z"),
    Change("contains: x, lacks: [y]", "contains: [x, y]"),
    Change("lines: { max: 9 }", "lines: { min: 9 }"),
    Change("lines: { max: 9 }", "matches: x"),
    Change("unchanged: { path: a, from: v1", "unchanged: { path: a, from: v2"),
    Change("lines: [5, 9]", "lines: [5, 8]"),
    Change("annotated: true", "annotated: false"),
    Change("points_at: HEAD~2", "points_at: HEAD~3"),
    Change("distance: 9", "distance: 8"),
    Change(", distance: 9", ""),
    Change("present: false", "present: true"),
    Change("equals: \"\"", "contains: x"),
    Change("/a~1b: null", "/a~1b: \"null\""),
    Change("sha256: 0a", "sha256: 0b"),
    Change("because: { stdout: { contains: b } }", "because: { stdout: { contains: c } }"),
    Change("min: 2, max: 2.5", "min: 2"),
    Change("/t: yes", "/t: no"),
    Change("/b: true", "/b: \"true\""),
    Change("exists: true", "equals: x"),
    Change("one_of: [-1, \"1\"]", "one_of: [-1, 1]"),
    Change("files: { path: out, present: true }", "exit: 1"),
  ]
}
