import PhaseFiles
import PhaseLibrary
import Testing
import WorkflowModel
import YAMLReading

@Suite struct `A good phase file` {
  @Test func `is read with every default`() throws {
    let phase = try PhaseFile.read(text(goodPhase), file: "p.yml", expecting: PhaseID("p"))
    #expect(phase.freshness == .seconds(86400))
    #expect([phase.adversaries, phase.rounds] == [1, 5])
    #expect(phase.waivers == .operator)
    #expect(phase.journal == nil)
    #expect(phase.plan == nil && phase.branch == nil)
    let check = try #require(phase.gates.first?.checks.first)
    #expect(check.title == "c")
    #expect(check.asks == .run(.shell("make test")))
    #expect(check.expects == .success(Conditions(exit: 0)))
    #expect(check.repeats == 1 && check.timeout == .seconds(600) && check.instances == [[]])
  }

  @Test func `says itself whether its journal is sealed, or leaves it to the policy`() throws {
    func mode(_ line: String, _ signatures: SignaturePolicy) throws -> JournalMode {
      let file = String(decoding: text(goodPhase), as: UTF8.self) + line
      return try PhaseFile.read(Array(file.utf8), file: "p.yml").journalMode(
        under: Policy(name: "x", signatures: signatures, principals: []))
    }
    #expect(try mode("", .off) == .open)
    #expect(try mode("", .required) == .sealed)
    #expect(try mode("journal: sealed\n", .off) == .sealed)
    #expect(try mode("journal: open\n", .required) == .open)
  }

  @Test func `keeps every setting`() throws {
    let phase = try PhaseFile.read(Array(full.utf8), file: "full.yml")
    #expect(phase.plan == "docs/plan.md" && phase.branch == "work/x" && phase.waivers == .adversary)
    #expect(phase.freshness == .seconds(7200) && phase.adversaries == 2 && phase.rounds == 9)
    #expect(phase.items.map(\.id.text) == ["D2", "D1"])
    let gate = try #require(phase.gates.last)
    #expect(gate.needs.map(\.text) == ["M1"] && gate.paths == ["src/**"] && gate.adversaries == 3)
    let junit = gate.checks[0]
    #expect(junit.asks == .junit(.arguments(["make", "test"]), reports: "out/*.xml"))
    let counted = Conditions(exit: 0, collected: Bounds(min: 1), failed: .exactly(0), passed: ["t"])
    #expect(junit.expects == .success(counted))
    #expect(junit.repeats == 3 && junit.timeout == .seconds(90))
    #expect(junit.environment == ["LANG": "C", "ON": "yes"] && junit.needs.map(\.text) == ["facts"])
    #expect(junit.matrix == [MatrixAxis(name: "v", values: ["1.10", "no"]), MatrixAxis(name: "w", values: ["x"])])
    #expect(junit.instances.count == 2)
  }

  @Test func `keeps every kind of fact and condition`() throws {
    let checks = try #require(try PhaseFile.read(Array(full.utf8), file: "full.yml").gates.last).checks
    #expect(
      checks[1].asks
        == .git([
          .blob(commit: "subject", path: "a", TextCondition(contains: ["x"], lacks: ["y"], lines: Bounds(max: 9))),
          .unchanged(path: "a", from: "v1", to: "subject"),
          .unchangedLines(path: "a", first: 5, last: 9, from: "v1^{commit}", to: "subject"),
          .tag("v1", pointsAt: "HEAD~2", annotated: true),
          .ancestor("v1", of: "subject", distance: 9),
        ]))
    #expect(checks[1].expects == .success(Conditions()))
    let digest = try #require(Digest(String(repeating: "0a", count: 32)))
    #expect(
      checks[2].asks
        == .file([
          .absent(path: "b"), .present(path: "a"), .text(path: "a", TextCondition(equals: "")),
          .json(path: "c", [JSONCondition(pointer: "/a~1b", test: .equals(.null))]), .digest(path: "d", digest),
        ]))
    #expect(checks[2].expects == .failure(because: Conditions(stdout: TextCondition(contains: ["b"]))))
    let json: [JSONCondition] = [
      JSONCondition(pointer: "/n", test: .between(min: 2, max: 2.5)),
      JSONCondition(pointer: "/t", test: .equals(.text("yes"))),
      JSONCondition(pointer: "/b", test: .equals(.boolean(true))), JSONCondition(pointer: "", test: .exists),
      JSONCondition(pointer: "/o", test: .oneOf([.number(-1), .text("1")])),
    ]
    #expect(checks[3].expects == .success(Conditions(exit: 0, json: json, files: [.present(path: "out")])))
  }

  @Test func `may be the contract's smallest`() throws {
    let hello = """
      phase: hello
      title: the file greets
      dod:
        D1: hello.txt greets
      gates:
        - id: M1
          title: greets
          covers: [D1]
          checks:
            - id: greets
              title: hello.txt says hi
              run: cat hello.txt
              expect: { exit: 0, stdout: { contains: ["hi"], lines: 1 } }
      """
    let phase = try PhaseFile.read(Array(hello.utf8), file: "phases/hello.yml", expecting: PhaseID("hello"))
    let stdout = TextCondition(contains: ["hi"], lines: .exactly(1))
    #expect(phase.gates.first?.checks.first?.expects == .success(Conditions(exit: 0, stdout: stdout)))
  }

  @Test func `may have line ends and a byte order mark as another system writes them`() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(goodPhase.joined(separator: "\r\n").utf8)
    #expect(try PhaseFile.read(bytes, file: "p.yml") == PhaseFile.read(text(goodPhase), file: "p.yml"))
  }

  @Test func `holds a chain of gates of any length`() throws {
    let gates = (1...2000).map { number in
      let needs = number < 2000 ? "M\(number + 1)" : ""
      return
        "  - { id: M\(number), title: g, covers: [D1], needs: [\(needs)], checks: [{ id: c, run: make, expect: { exit: 0 } }] }"
    }
    let phase = try PhaseFile.read(text(Array(goodPhase[0..<4]) + gates), file: "p.yml")
    #expect(phase.gates.count == 2000)
  }
}

@Suite struct `What is wrong with a file` {
  @Test func `is said all at once, in the file's order`() {
    let bytes = Refusal(
      "", [1: "phase: 1/2", 7: "    covers: [D2]", 11: "        expect: { exit: -1, stdot: {} }"], "", "", ""
    ).bytes(of: goodPhase)
    let error = #expect(throws: PhaseFileError.self) { _ = try PhaseFile.read(bytes, file: "f.yml") }
    #expect(
      error?.problems.map { "\($0.line) \($0.key)" } == [
        "1 phase", "3 dod.D1", "7 gates[0].covers[0]", "11 gates[0].checks[0].expect.exit",
        "11 gates[0].checks[0].expect.stdot",
      ])
  }

  @Test func `includes a name that the file's own name does not promise`() {
    let error = #expect(throws: PhaseFileError.self) {
      _ = try PhaseFile.read(text(goodPhase), file: "q.yml", expecting: PhaseID("q"))
    }
    #expect(error?.description == "q.yml:1:8: phase: the phase 'p' cannot stand in a file named q.yml")
  }

  @Test func `is inert when it is shown`() {
    let bytes = text(["\"a\\e[31m\\u202Eb\": 1"])
    let error = #expect(throws: PhaseFileError.self) { _ = try PhaseFile.read(bytes, file: "f.yml") }
    #expect(error?.description.contains("unknown key 'a\u{241B}[31m<U+202E>b'") == true)
  }

  @Test func `is that it is too large, or no text`() {
    let large = #expect(throws: PhaseFileError.self) {
      _ = try PhaseFile.read([UInt8](repeating: 0x23, count: 1 << 20 + 1), file: "f.yml")
    }
    #expect(large?.description == "f.yml:1:1: the file is larger than 1 MiB")
    let binary = #expect(throws: PhaseFileError.self) {
      _ = try PhaseFile.read(Array("a: b\nc: ".utf8) + [0xFF], file: "f.yml")
    }
    #expect(binary?.description == "f.yml:2:4: the file is not UTF-8 text")
  }
}

let full = """
  phase: full
  title: 'every key'
  plan: docs/plan.md
  freshness: 2h
  adversaries: 2
  rounds: 9
  waivers: adversary
  journal: open
  branch: work/x
  dod: { D2: two, D1: one }
  gates:
    - { id: M1, title: g, covers: [D1], checks: [{ id: c, run: make, expect: fail, because: { exit: 2 } }] }
    - id: M2
      title: h
      covers: [D2]
      needs: [M1]
      paths: [src/**]
      adversaries: 3
      not_asked: [{ id: later, reason: not yet }]
      checks:
        - id: tests
          junit: { run: [make, test], report: out/*.xml }
          expect: { exit: 0, failed: 0, passed: t }
          repeat: 3
          matrix: { v: [1.10, no], w: [x] }
          timeout: 90s
          env: { LANG: C, ON: yes }
          needs: [facts]
        - id: facts
          git:
            - { blob: { commit: subject, path: a }, contains: x, lacks: [y], lines: { max: 9 } }
            - unchanged: { path: a, from: v1, to: subject }
            - unchanged_lines: { path: a, lines: [5, 9], from: "v1^{commit}", to: subject }
            - tag: { name: v1, points_at: HEAD~2, annotated: true }
            - ancestor: { commit: v1, of: subject, distance: 9 }
        - id: files
          file:
            - { path: b, present: false }
            - { path: a, present: true, equals: "" }
            - { path: c, json: { /a~1b: null } }
            - { path: d, sha256: \(String(repeating: "0a", count: 32)) }
          expect: fail
          because: { stdout: { contains: b } }
        - id: json
          run: make report
          expect:
            json:
              /n: { min: 2, max: 2.5 }
              /t: yes
              /b: true
              "": { exists: true }
              /o: { one_of: [-1, "1"] }
            files: { path: out, present: true }
  """
