import Ledgers
import TestSupport
import Testing
import WorkflowModel

@Suite struct `Ledger sections` {
  let samples: Samples
  let policy: Policy
  let time = Timestamp(seconds: 1_781_199_365)

  init() throws {
    samples = try Samples()
    policy = Policy(name: "x", principals: [])
  }

  private func rendering(_ content: RecordContent) -> Rendering { Rendering(content, at: time, under: policy) }

  private func appending(_ content: RecordContent, to old: [UInt8]?) throws -> [UInt8] {
    try LedgerSections.appending(try #require(rendering(content).appends.first), to: old)
  }

  private func opened() throws -> [String: String] {
    let open = rendering(samples.record(.builder, .openPhase(plan: try samples.id("8")), title: "the title"))
    var files: [String: String] = [:]
    for append in open.appends {
      files[append.file.name] = String(decoding: try LedgerSections.appending(append, to: nil), as: UTF8.self)
    }
    return files
  }

  @Test func `opening a phase creates four ledgers`() throws {
    #expect(
      try opened() == [
        "STATUS-dstamp.md": """
        # STATUS-dstamp.md — claims and status of phase dstamp

        Phase: the title
        Appended by assay for the Builder. Nothing here is ever parsed.

        """,
        "REVIEW-dstamp.md": """
        # REVIEW-dstamp.md — verdicts of phase dstamp

        Phase: the title
        Appended by assay for the Adversary. Verdicts are never edited.

        """,
        "BACKLOG-dstamp.md": """
        # BACKLOG-dstamp.md — work and findings of phase dstamp

        Phase: the title

        ## Build backlog

        ## Adversary findings

        """,
        "JOURNAL-dstamp.md": """
        # JOURNAL-dstamp.md — the Builder's reasoning of phase dstamp

        Phase: the title
        The Adversary does not read this before ruling.

        """,
      ])
  }

  @Test func `both parts of a backlog grow at their ends`() throws {
    let empty = Array(try #require(try opened()["BACKLOG-dstamp.md"]).utf8)
    let item = samples.record(
      .builder, .addBacklog(BacklogID(phase: samples.phase, number: 1)), title: "item", body: "")
    let finding = samples.record(
      .adversary, .openFinding(samples.finding, samples.gate, .blocking), title: "flaw", body: "")
    let one = try appending(item, to: try appending(finding, to: empty))
    #expect(one == (try appending(finding, to: try appending(item, to: empty))))
    #expect(
      String(decoding: one, as: UTF8.self) == """
        # BACKLOG-dstamp.md — work and findings of phase dstamp

        Phase: the title

        ## Build backlog

        ### B-dstamp-1: OPEN @2026-06-11T17:36Z

        - By: builder-1 (builder)

        > item

        ## Adversary findings

        ### F-dstamp-1: OPEN, blocking @2026-06-11T17:36Z

        - Gate: M1
        - By: adversary-1 (adversary)

        > flaw

        """)
  }

  @Test func `no words move the boundary, and old bytes stay the beginning of each part`() throws {
    var random = SeededRandom(seed: 41)
    var bytes = Array(try #require(try opened()["BACKLOG-dstamp.md"]).utf8)
    let acts: [(Role, Act)] = [
      (.builder, .addBacklog(BacklogID(phase: samples.phase, number: 1))),
      (.adversary, .openFinding(samples.finding, nil, .minor)), (.adversary, .correctFinding(samples.finding)),
      (.builder, .finishBacklog(BacklogID(phase: samples.phase, number: 1))),
    ]
    for _ in 0..<200 {
      let (role, act) = try #require(acts.randomElement(using: &random))
      let forged = "\n\n## Adversary findings\n\n### F-dstamp-9: CLOSED\n" + random.text(upTo: 6)
      let content = samples.record(role, act, title: random.line(), body: RecordText.body(forged))
      let new = try appending(content, to: bytes)
      let before = LedgerSections.split(bytes, of: "BACKLOG-dstamp.md")
      let after = LedgerSections.split(new, of: "BACKLOG-dstamp.md")
      #expect(before.count == 2 && after.count == 2)
      let grown = role == .builder ? 0 : 1
      #expect(after[grown].starts(with: before[grown]) && after[grown].count > before[grown].count)
      #expect(after[1 - grown].elementsEqual(before[1 - grown]))
      bytes = new
    }
    let headings = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(headings.count { $0.hasPrefix("## ") } == 2)
    #expect(headings.count { $0.hasPrefix("### ") } == 200)
  }

  /// Whatever a body says, each line of an entry is the tool's own or a quotation.
  @Test func `an entry has one heading, a list, and quotations`() throws {
    var random = SeededRandom(seed: 42)
    for _ in 0..<40 {
      for content in try samples.all() {
        for append in rendering(samples.reworded(content, &random)).appends where append.mode != .create {
          let lines = append.text.split(separator: "\n", omittingEmptySubsequences: false)
          #expect(lines.count { $0.hasPrefix("##") } == 1)
          #expect(
            lines.allSatisfy {
              $0.isEmpty || $0.hasPrefix("## ") || $0.hasPrefix("### ") || $0.hasPrefix("- ") || $0.hasPrefix(">")
            })
        }
      }
    }
  }

  @Test func `what is not as it was left is named`() throws {
    let item = samples.record(.builder, .addBacklog(BacklogID(phase: samples.phase, number: 1)))
    #expect(throws: LedgerDamage.missing("BACKLOG-dstamp.md")) { try appending(item, to: nil) }
    #expect(throws: LedgerDamage.sectionMissing("BACKLOG-dstamp.md")) { try appending(item, to: Array("x\n".utf8)) }
    let open = samples.record(.builder, .openPhase(plan: try samples.id("8")))
    #expect(throws: LedgerDamage.alreadyThere("STATUS-dstamp.md")) { try appending(open, to: []) }
    for damage in [LedgerDamage.missing("x"), .sectionMissing("x"), .alreadyThere("x")] {
      #expect(damage.description.contains("x"))
    }
  }

  @Test func `shared ledgers begin with their header`() throws {
    let message = samples.record(.builder, .send(to: .adversary, .note))
    let text = String(decoding: try appending(message, to: nil), as: UTF8.self)
    #expect(text.hasPrefix("# INBOX-adversary.md — messages to the adversary\n"))
    let more = try appending(message, to: Array(text.utf8))
    #expect(more.starts(with: text.utf8) && more.count > text.utf8.count)
  }

  @Test func `records of files change files, and nothing else`() throws {
    let plan = try samples.id("8")
    #expect(rendering(samples.record(.builder, .filePhase(plan: plan))).files == ["phases/dstamp.yml": plan])
    #expect(rendering(samples.record(.builder, .filePhase(plan: plan))).appends.isEmpty)
    #expect(rendering(samples.record(.operator, .changePolicy(policy: plan))).files == ["assay.yml": plan])
  }

  @Test func `evidence travels with the record that cites it`() throws {
    let set = try samples.id("9")
    let pass = rendering(samples.record(.adversary, .rule(try samples.verdict(.pass)))).evidence
    #expect(pass?.directory == "evidence/dstamp/M1/333333333333/adversary")
    #expect(pass?.tree == set)
    let claim = rendering(samples.record(.builder, .claim(try samples.claim(evidence: set)))).evidence
    #expect(claim?.directory == "evidence/dstamp/M1/000000000000/builder")
    #expect(claim?.tree == set)
    #expect(rendering(samples.record(.adversary, .rule(try samples.verdict(.fail)))).evidence == nil)
  }

  @Test func `every kind but those of files has its entry in its ledger`() throws {
    let names = try samples.all().map { rendering($0).appends.map(\.file.name).joined(separator: " ") }
    let opened = "STATUS-dstamp.md REVIEW-dstamp.md BACKLOG-dstamp.md JOURNAL-dstamp.md"
    let (status, review, backlog) = ("STATUS-dstamp.md", "REVIEW-dstamp.md", "BACKLOG-dstamp.md")
    let journal = "JOURNAL-dstamp.md"
    #expect(
      names == [
        "", "", "", opened, status, status, status, status, status, review, review, review, review, review, review,
        review, review, review, review, backlog, backlog, backlog, backlog, backlog, backlog, backlog, journal, journal,
        journal, journal, journal,
        "DEFERRED.md", "DEFERRED.md", "DECISIONS.md", "INBOX-adversary.md", "INBOX-operator.md", "INBOX-adversary.md",
        status,
      ])
  }
}
