import Ledgers
import Testing
import WorkflowModel

/// One way to spoil a message, and what reading it says then.
struct Spoiling: CustomTestStringConvertible {
  let testDescription: String
  let old: String
  let new: String
  let expected: MalformedRecord

  init(_ name: String, _ old: String, _ new: String, _ expected: MalformedRecord) {
    (testDescription, self.old, self.new, self.expected) = (name, old, new, expected)
  }
}

@Suite struct `Malformed messages` {
  let samples: Samples
  let good: String

  init() throws {
    samples = try Samples()
    good = RecordMessage.text(of: samples.record(.adversary, .rule(try samples.verdict(.pass))))
  }

  private func expect(_ message: String, throws expected: MalformedRecord, _ comment: Comment? = nil) {
    #expect(throws: expected, comment) { try RecordMessage.read(message) }
  }

  @Test(arguments: [
    Spoiling("unknown trailer", "Assay-Role", "Assay-Mood: fine\nAssay-Role", .unknownTrailer("Assay-Mood: fine")),
    Spoiling("stranger", "Assay-Role", "Signed-off-by: A\nAssay-Role", .unknownTrailer("Signed-off-by: A")),
    Spoiling("lower-case key", "Assay-Role:", "assay-role:", .unknownTrailer("assay-role: adversary")),
    Spoiling("repeated", "Assay-Role", "Assay-Gate: M2\nAssay-Role", .repeated(.gate)),
    Spoiling("repeated alike", "Assay-Role", "Assay-Gate: M1\nAssay-Role", .repeated(.gate)),
    Spoiling("missing", "Assay-Gate: M1\n", "", .missing(.gate)),
    Spoiling("without kind", "Assay-Record: verdict\n", "", .missing(.record)),
    Spoiling("without phase", "Assay-Phase: dstamp\n", "", .missing(.phase)),
    Spoiling("without principal", "Assay-Principal: adversary-1\n", "", .missing(.principal)),
    Spoiling("misplaced", "Assay-Role", "Assay-Expires: 2026-06-11T17:36:05Z\nAssay-Role", .misplaced(.expires)),
    Spoiling("of unknown kind", "Record: verdict", "Record: opinion", .unknownKind("opinion")),
    Spoiling("of other case", "Verdict: PASS", "Verdict: pass", .badValue(.verdict, "pass")),
    Spoiling("of unknown role", "Role: adversary", "Role: god", .badValue(.role, "god")),
    Spoiling("without value", "Gate: M1", "Gate: ", .badValue(.gate, "")),
    Spoiling("without space", "Gate: M1", "Gate:M1", .unknownTrailer("Assay-Gate:M1")),
    Spoiling("two spaces", "Gate: M1", "Gate:  M1", .badValue(.gate, " M1")),
    Spoiling("space before the colon", "Gate: M1", "Gate : M1", .unknownTrailer("Assay-Gate : M1")),
    Spoiling("abbreviated id", "Claim: 3333", "Claim: 333", .badValue(.claim, String(repeating: "3", count: 39))),
    Spoiling("folded", "Gate: M1", "Gate:\n M1", .unknownTrailer("Assay-Gate:")),
    Spoiling("folded on", "Gate: M1", "Gate: M1\n M2", .unknownTrailer(" M2")),
    Spoiling(
      "wrong order", "Assay-Phase: dstamp\nAssay-Gate: M1", "Assay-Gate: M1\nAssay-Phase: dstamp", .notCanonical),
    Spoiling("other subject", "M1 PASS —", "M1 FAIL —", .subject("review(dstamp): M1 FAIL — title")),
    Spoiling("other gate in the subject", "): M1 ", "): M2 ", .subject("review(dstamp): M2 PASS — title")),
    Spoiling("hyphen for the dash", " — ", " - ", .subject("review(dstamp): M1 PASS - title")),
    Spoiling("no title", " — title", "", .subject("review(dstamp): M1 PASS")),
    Spoiling("empty title", " — title", " — ", .subject("review(dstamp): M1 PASS — ")),
    Spoiling("no blank after the subject", "title\n\nbody", "title\nbody", .notCanonical),
    Spoiling("two blanks after the subject", "title\n\nbody", "title\n\n\nbody", .body("")),
    Spoiling("two blanks before the trailers", "body\n\n", "body\n\n\n", .body("")),
    Spoiling("blank with a space", "body\n\n", "body\n \n", .unknownTrailer("body")),
    Spoiling("trailing space in the body", "body\n", "body \n", .body("")),
    Spoiling("patch marker", "body\n", "---\n", .body("")),
    Spoiling("escape in the body", "body\n", "\u{1B}[2J\n", .body("")),
    Spoiling("carriage return in the body", "body\n", "bo\rdy\n", .body("")),
    Spoiling("nul in the body", "body\n", "bo\0dy\n", .body("")),
    Spoiling("escape in the title", "title", "ti\u{1B}tle", .subject("review(dstamp): M1 PASS — ti\u{1B}tle")),
    Spoiling("second blank at the end", "adversary-1\n", "adversary-1\n\n", .notCanonical),
    Spoiling("no end of line", "adversary-1\n", "adversary-1", .notCanonical),
    Spoiling("blank before the subject", "review(", "\nreview(", .notCanonical),
  ])
  func `a spoiled message is refused`(_ spoiling: Spoiling) throws {
    let message = good.replacing(spoiling.old, with: spoiling.new, maxReplacements: 1)
    #expect(Array(message.utf8) != Array(good.utf8))
    let error = #expect(throws: MalformedRecord.self) { try RecordMessage.read(message) }
    // Why a body is refused is said in words; the words are not the point here.
    if case .body = spoiling.expected, case .body = error { return }
    #expect(error == spoiling.expected)
  }

  @Test func `words in a body make no record`() throws {
    for message in [
      "", "\n", "Fix it", "Fix it\n\nAssay-Verdict: PASS stands in the last record.\n\nSee there.\n",
      "Fix it\n\nAssay-Record: verdict\nAssay-Verdict: PASS\n\nSigned-off-by: Ada <ada@example.org>\n",
      "assay-guard: mend the hook\n", "Assay-guard: mend the hook\n\nIt was broken.\n",
      "Mend\n\nassay-guard was broken.\n", "Mend\n\nSee: x\n Assay-Verdict: PASS\n",
      "Quote\n\n> Assay-Verdict: PASS\n", "review(dstamp): M1 PASS — no trailers\n",
    ] {
      #expect(try RecordMessage.read(message) == nil, "\(message.debugDescription)")
    }
  }

  /// What `git log --format='%(trailers)'` would show as ours is a record or is refused, never passed over.
  @Test func `every disguise in which git still sees our trailers is refused`() throws {
    let trailers = String(good[try #require(good.firstRange(of: "Assay-Record")).lowerBound...])
    for message in [
      good.replacing("\n", with: "\r\n"), "Mend it\n\n" + trailers.lowercased(),
      "Mend it\n\n" + trailers.uppercased(), "Mend it\n\n" + trailers + "# a comment\n",
      "Mend it\n\n" + trailers + "\n# a comment\n\n\n", "Mend it\n\n" + trailers + "\nConflicts:\n\tfile\n",
      "Mend it\n\n" + trailers + "# ------------------------ >8 ------------------------\nanything at all\n",
      "Mend it\n\nAssay-Verdict : PASS\n", "Mend it\n\nAssay-Verdict:PASS\n", "Mend it\n\nassay-VERDICT: PASS\n",
      "Mend it\n\nSigned-off-by: A <a@b>\nAssay-Verdict: PASS\n", "Mend it\n\t\nAssay-Verdict: PASS\n",
      "Mend it\n\nAssay-Verdict: PASS\n \t \n\n", "Mend it\n\r\nAssay-Verdict: PASS\r\n",
      "\n\nMend it\n\nAssay-Verdict: PASS",
    ] {
      #expect(throws: MalformedRecord.self, "\(message.debugDescription)") { try RecordMessage.read(message) }
    }
  }

  /// Swift takes the Kelvin sign for a K, git and people's own watchers do not.
  @Test func `only the very bytes are canonical`() throws {
    let phase = try #require(PhaseID("K"))
    let done = RecordContent(
      principal: samples.builder, role: .builder, phase: phase, act: .done(head: try samples.id("a")))
    let message = RecordMessage.text(of: done)
    #expect(try RecordMessage.read(message) == done)
    let forged = message.replacing("status(K)", with: "status(\u{212A})")
    expect(forged, throws: .subject("status(\u{212A}): DONE"))
  }

  @Test func `a policy has no phase and everything else has one`() throws {
    let founding = RecordMessage.text(of: samples.record(.operator, .foundWorkspace(policy: try samples.id("1"))))
    expect(founding.replacing("Assay-Policy", with: "Assay-Phase: dstamp\nAssay-Policy"), throws: .misplaced(.phase))
  }

  @Test(arguments: [
    "1 1 3", "1 1 3 1 1", "1 1 3 0", "1 1 3 -1", "1 1 2 2", "9223372036854775807 1 3 1", "+1 1 3 1", "1  1 3 1", "x",
  ])
  func `a payload's line counts have to be right`(_ counts: String) throws {
    let message = RecordMessage.text(of: samples.record(.builder, .claim(try samples.claim())))
    let changed = message.replacing("Payload: 1 1 3 1", with: "Payload: \(counts)")
    #expect(throws: MalformedRecord.self) { try RecordMessage.read(changed) }
  }

  @Test func `every refusal has words`() {
    let all: [MalformedRecord] = [
      .unknownTrailer("\u{1B}x"), .badValue(.gate, "\u{1B}x"), .repeated(.gate), .missing(.gate), .misplaced(.gate),
      .unknownKind("\u{1B}x"), .subject("\u{1B}x"), .body("is odd"), .notCanonical, .notText,
    ]
    for error in all {
      #expect(!error.description.isEmpty)
      #expect(!error.description.utf8.contains(0x1B))
    }
  }
}
