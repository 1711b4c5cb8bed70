import Ledgers
import Testing
import WorkflowModel
import WorkflowRules

/// R2 and R3 as far as they judge what a commit changes.
@Suite struct `Rules of the tree` {
  private static func file(_ text: String, _ id: ObjectID = 1, plain: Bool = true) -> OwnedFile {
    OwnedFile(id: id, isPlainFile: plain, bytes: Array(text.utf8))
  }

  private static func change(_ path: String, _ before: OwnedFile?, _ after: OwnedFile?) -> TreeChange {
    TreeChange(owned: [OwnedChange(path: path, before: before, after: after)], elsewhere: [])
  }

  private let status = "machine-docs/STATUS-p.md"
  private let backlog = "machine-docs/BACKLOG-p.md"

  private func plain(_ change: TreeChange) -> [Refusal] {
    Judge.refusals(ofPlainChange: change, in: World.open().state)
  }

  @Test func `R2, old bytes stay the beginning`() {
    let before = Self.file("one\n")
    #expect(plain(Self.change(status, before, Self.file("two\n"))).contains(.r2(.rewritten(path: status))))
    #expect(plain(Self.change(status, before, Self.file("one"))).contains(.r2(.rewritten(path: status))))
    #expect(plain(Self.change(status, before, nil)).contains(.r2(.removed(path: status))))
    #expect(plain(Self.change(status, before, Self.file("one\n", plain: false))).contains(.r2(.notAFile(path: status))))
    #expect(plain(Self.change(status, before, Self.file("one\ntwo\n"))) == [.r3(.plainTouches([status]))])
  }

  @Test func `R2, each part of a backlog by itself`() {
    let before = Self.file("a\n\n## Adversary findings\n\nf\n")
    func judged(_ text: String) -> Bool {
      plain(Self.change(backlog, before, Self.file(text))).contains(.r2(.rewritten(path: backlog)))
    }
    #expect(!judged("a\nb\n\n## Adversary findings\n\nf\ng\n"))
    #expect(judged("a\n\n## Adversary findings\n\ng\n"))
    #expect(judged("b\n\n## Adversary findings\n\nf\n"))
    #expect(judged("a\n\nf\n"))
    #expect(judged("a\n\n## Adversary findings\n\n## Adversary findings\n\nf\n"))
  }

  @Test func `R2, evidence is written once`() {
    let path = "machine-docs/evidence/p/M1/000000000000/adversary-1/statement.json"
    #expect(plain(Self.change(path, Self.file("x"), Self.file("xy", 2))).contains(.r2(.rewritten(path: path))))
    #expect(plain(Self.change(path, Self.file("x"), nil)).contains(.r2(.removed(path: path))))
  }

  @Test(arguments: [
    "STATUS-p.md", "docs/STATUS-p.md", "a/status-P.MD", "DECISIONS.md", "x/INBOX-adversary.md", "x/y/DEFERRED.md",
  ])
  func `R2, no second copy of a ledger`(_ path: String) {
    let refusals = plain(TreeChange(owned: [], elsewhere: ["src/a.c", path]))
    #expect(refusals.count == 1)
    guard case .r2(.secondCopy(path, _))? = refusals.first else {
      Issue.record("\(refusals)")
      return
    }
  }

  @Test func `R3, a plain commit leaves the tool's files alone`() {
    for path in [status, "phases/p.yml", "assay.yml", "machine-docs/other.txt"] {
      #expect(plain(Self.change(path, nil, Self.file("x"))) == [.r3(.plainTouches([path]))])
    }
    #expect(plain(TreeChange(owned: [], elsewhere: ["src/STATUS-q.md", "readme.md"])).isEmpty)
  }

  // MARK: Records

  private func candidate(_ act: Act, _ change: TreeChange, by role: Role = .builder) -> Candidate {
    var facts = Facts()
    facts.change = change
    let name: PrincipalName = role == .builder ? "builder-1" : "adversary-1"
    return Candidate(
      content: RecordContent(principal: name, role: role, phase: "p", act: act, title: "t", body: ""),
      author: Author(name: name.text, address: "\(name)@example.org"), time: Timestamp(seconds: 1_780_000_000),
      facts: facts)
  }

  private func rendered(_ act: Act, by role: Role = .builder, after old: String? = nil) throws -> TreeChange {
    let candidate = candidate(act, TreeChange(owned: [], elsewhere: []), by: role)
    let append = try #require(Rendering(candidate.content, at: candidate.time, under: .usual).appends.first)
    let new = try LedgerSections.appending(append, to: old.map { Array($0.utf8) })
    return Self.change(
      "machine-docs/\(append.file.name)", old.map { Self.file($0) }, OwnedFile(id: 2, isPlainFile: true, bytes: new))
  }

  private func judged(_ act: Act, _ change: TreeChange, by role: Role = .builder) -> [Refusal] {
    Judge.refusals(ofChangeBy: candidate(act, change, by: role), in: World.open().state)
  }

  @Test func `R3, a record's change is its rendering`() throws {
    let good = try rendered(.decide)
    #expect(judged(.decide, good).isEmpty)
    let path = good.owned[0].path
    var bytes = good.owned[0].after?.bytes ?? []
    bytes.append(0x0A)
    let more = Self.change(path, nil, OwnedFile(id: 3, isPlainFile: true, bytes: bytes))
    #expect(judged(.decide, more) == [.r3(.otherChange(path: path))])
    #expect(judged(.decide, TreeChange(owned: [], elsewhere: [])) == [.r3(.otherChange(path: path))])
    #expect(judged(.decide, TreeChange(owned: good.owned, elsewhere: ["src/a"])) == [.r3(.touchesElsewhere(["src/a"]))])
    let other = OwnedChange(path: status, before: nil, after: Self.file("x"))
    #expect(
      judged(.decide, TreeChange(owned: good.owned + [other], elsewhere: [])) == [.r3(.otherChange(path: status))])
    let link = OwnedChange(
      path: path, before: nil, after: OwnedFile(id: 2, isPlainFile: false, bytes: good.owned[0].after?.bytes ?? []))
    #expect(judged(.decide, TreeChange(owned: [link], elsewhere: [])) == [.r3(.otherChange(path: path))])
  }

  @Test func `R3, a ledger that is not as it was left`() throws {
    let journal = Self.change("machine-docs/JOURNAL-p.md", nil, Self.file("x"))
    #expect(judged(.journal(nil), journal) == [.r3(.damaged(.missing("JOURNAL-p.md")))])
    #expect(judged(.journal(nil), try rendered(.journal(nil), after: "# old\n")).isEmpty)
  }

  @Test func `R3, files are what the record says they are`() {
    let act = Act.filePhase(plan: 7)
    #expect(judged(act, Self.change("phases/p.yml", nil, Self.file("x", 7))).isEmpty)
    #expect(
      judged(act, Self.change("phases/p.yml", nil, Self.file("x", 8))) == [.r3(.otherChange(path: "phases/p.yml"))])
    #expect(
      judged(act, Self.change("phases/q.yml", nil, Self.file("x", 7))) == [.r3(.otherChange(path: "phases/q.yml"))])
    #expect(judged(act, Self.change("phases/p.yml", nil, nil)) == [.r3(.otherChange(path: "phases/p.yml"))])
  }

  @Test func `R3, evidence is carried once, in one new directory`() throws {
    let verdict = World.claimed().verdict("M1", .pass).verdict
    let entry = try rendered(.rule(verdict), by: .adversary, after: "# REVIEW\n")
    let place = "machine-docs/evidence/p/M1/\(verdict.claim.short)/adversary"
    func with(_ paths: [String], before: OwnedFile? = nil) -> TreeChange {
      TreeChange(
        owned: entry.owned + paths.map { OwnedChange(path: $0, before: before, after: Self.file("x")) }, elsewhere: [])
    }
    #expect(judged(.rule(verdict), with(["\(place)-1/statement.json", "\(place)-1/logs/a"]), by: .adversary).isEmpty)
    let refused: [Refusal] = [.r3(.otherChange(path: "\(place)-*"))]
    #expect(judged(.rule(verdict), with([]), by: .adversary) == refused)
    #expect(judged(.rule(verdict), with(["\(place)-1/a", "\(place)-2/a"]), by: .adversary) == refused)
    #expect(judged(.rule(verdict), with(["\(place)-x/a"]), by: .adversary) == refused)
    #expect(judged(.rule(verdict), with(["\(place)-1/a"], before: Self.file("y")), by: .adversary) == refused)
    let stray = "machine-docs/evidence/p/M2/a"
    #expect(judged(.rule(verdict), with(["\(place)-1/a", stray]), by: .adversary) == [.r3(.otherChange(path: stray))])
  }
}
