import Ledgers
import TestSupport
import Testing
import WorkflowModel

@Suite struct `Record messages` {
  let samples: Samples

  init() throws { samples = try Samples() }

  @Test func `there is a sample of every kind`() throws {
    #expect(Set(try samples.all().map(\.act.kind)) == Set(RecordKind.allCases))
  }

  @Test func `reading is the inverse of writing, for every kind`() throws {
    for content in try samples.all() {
      let text = RecordMessage.text(of: content)
      #expect(try RecordMessage.read(text) == content, "\(text)")
      #expect(isMarked(text))
    }
  }

  @Test func `whatever the words are, reading is the inverse of writing`() throws {
    var random = SeededRandom(seed: 11)
    for round in 0..<25 {
      for content in try samples.all() {
        let reworded = samples.reworded(content, &random)
        let text = RecordMessage.text(of: reworded)
        let read = try RecordMessage.read(text)
        #expect(read == reworded, "round \(round): \(text.debugDescription)")
        #expect(read.map { Array(RecordMessage.text(of: $0).utf8) } == Array(text.utf8))
      }
    }
  }

  @Test func `body text is brought into form once and for all`() throws {
    var random = SeededRandom(seed: 12)
    for _ in 0..<800 {
      let body = RecordText.body(random.text(upTo: 12))
      #expect(Array(RecordText.body(body).utf8) == Array(body.utf8))
      #expect(body.split(separator: "\n").allSatisfy { !$0.utf8.starts(with: "---".utf8) })
    }
  }

  /// Stored names are for keeps.
  @Test func `the kinds have these names in history`() {
    #expect(
      RecordKind.allCases.map(\.rawValue) == [
        "founding", "policy", "phase-file", "phase-open", "gate-reopened", "phase-reopened", "claim", "withdrawal",
        "verdict", "revocation", "veto", "veto-lifted", "condition-lifted", "waiver", "probes", "baseline", "finding",
        "correction", "finding-closed", "backlog", "backlog-done", "journal", "journal-key", "deferral", "resolution",
        "decision", "message", "acknowledgement", "done",
      ])
  }

  @Test func `a verdict is stored like this`() throws {
    let verdict = Verdict(
      gate: samples.gate, ruling: .pass, claim: try samples.id("3"), subject: try samples.id("7"),
      plan: try samples.id("8"), checklist: samples.digest, evidence: try samples.id("9"),
      probes: [ProbeAccount(id: samples.probe, result: .notTried, note: "")])
    let content = samples.record(
      .adversary, .rule(verdict), title: "cause attributed by direct evidence, fix in place",
      body: "Re-run cold.\n\nNothing else.")
    #expect(
      RecordMessage.text(of: content) == """
        review(dstamp): M1 PASS — cause attributed by direct evidence, fix in place

        Re-run cold.

        Nothing else.

        Assay-Record: verdict
        Assay-Phase: dstamp
        Assay-Gate: M1
        Assay-Verdict: PASS
        Assay-Claim: 3333333333333333333333333333333333333333
        Assay-Subject: 7777777777777777777777777777777777777777
        Assay-Plan: 8888888888888888888888888888888888888888
        Assay-Checklist: 5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
        Assay-Evidence: 9999999999999999999999999999999999999999
        Assay-Probe: P1 not-tried
        Assay-Journal: left-out
        Assay-Role: adversary
        Assay-Principal: adversary-1

        """)
  }

  @Test func `a claim is stored like this`() throws {
    let content = samples.record(
      .builder, .claim(try samples.claim(again: "the runner was down")), title: "root cause attributed")
    #expect(
      RecordMessage.text(of: content) == """
        claim(dstamp): M1 — root cause attributed

        WHAT
        root cause attributed

        HOW
        assay collect M1

        EXPECTED
        every check passes

        and nothing else

        WHERE
        runner/harness

        Assay-Record: claim
        Assay-Phase: dstamp
        Assay-Gate: M1
        Assay-Subject: 7777777777777777777777777777777777777777
        Assay-Plan: 8888888888888888888888888888888888888888
        Assay-Checklist: 5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
        Assay-Payload: 1 1 3 1
        Assay-Again: the runner was down
        Assay-Role: builder
        Assay-Principal: builder-1

        """)
  }

  @Test func `a sealed entry and its key are stored like this`() throws {
    let sealed = samples.record(
      .builder, .journal(samples.gate, seal: samples.digest), title: SealedText.title, body: "AAAA")
    #expect(
      RecordMessage.text(of: sealed) == """
        journal(dstamp): sealed entry

        AAAA

        Assay-Record: journal
        Assay-Phase: dstamp
        Assay-Gate: M1
        Assay-Seal: 5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
        Assay-Role: builder
        Assay-Principal: builder-1

        """)
    let key = samples.record(.builder, .publishKey(nil, try samples.key(), head: try samples.id("a")), body: "")
    #expect(
      RecordMessage.text(of: key) == """
        journal(dstamp): KEY — published

        Assay-Record: journal-key
        Assay-Phase: dstamp
        Assay-Key: 6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b
        Assay-Head: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        Assay-Role: builder
        Assay-Principal: builder-1

        """)
  }

  @Test func `the subject lines are the contract's`() throws {
    let subjects = try samples.all().map { RecordMessage.text(of: $0).prefix { $0 != "\n" } }
    #expect(
      subjects == [
        "policy: FOUNDED — title", "policy: title", "phase(dstamp): FILE — title", "phase(dstamp): OPEN — title",
        "phase(dstamp): M1 REOPENED — title", "phase(dstamp): REOPENED — title", "claim(dstamp): M1 — title",
        "claim(dstamp): M1 — title", "claim(dstamp): M1 WITHDRAWN — title", "review(dstamp): M1 PASS — title",
        "review(dstamp): M1 FAIL — title", "review(dstamp): M1 CONDITIONAL — title",
        "review(dstamp): M1 REVOKED — title", "review(dstamp): VETO — title", "review(dstamp): VETO LIFTED — title",
        "review(dstamp): M1 CONDITION LIFTED — title", "review(dstamp): M1 WAIVED recipe-policy — title",
        "note(dstamp): PROBES M1 — title", "note(dstamp): BASELINE M1 — title", "finding(dstamp): F-dstamp-1 — title",
        "finding(dstamp): F-dstamp-1 — title", "finding(dstamp): F-dstamp-1 CORRECTED — title",
        "finding(dstamp): F-dstamp-1 CLOSED — title", "backlog(dstamp): B-dstamp-1 — title",
        "backlog(dstamp): B-dstamp-1 DONE — title", "backlog(dstamp): B-dstamp-1 DONE", "journal(dstamp): title",
        "journal(dstamp): title", "journal(dstamp): title", "journal(dstamp): KEY M1 — published",
        "journal(dstamp): KEY — published", "deferred(dstamp): D-dstamp-1 — title",
        "deferred(dstamp): D-dstamp-1 RESOLVED — title", "decision(dstamp): title",
        "inbox(dstamp): to adversary — title", "inbox(dstamp): to operator — title", "inbox(dstamp): ack 666666666666",
        "status(dstamp): DONE",
      ])
  }
}

/// Whether a walk would take a commit with this message for one that may be a record.
func isMarked(_ message: String) -> Bool { Array(message.utf8).withUnsafeBytes { RecordMark.isIn($0) } }
