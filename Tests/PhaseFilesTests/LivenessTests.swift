import PhaseFiles
import Testing
import WorkflowModel

@Suite struct `The liveness of a phase file` {
  private func read(_ lines: String...) throws -> Phase {
    try PhaseFile.read(text(goodPhase + lines), file: "f.yml")
  }

  @Test func `has defaults`() throws {
    let usual = Liveness(
      claimUnanswered: .seconds(3600), verdictUnanswered: .seconds(3600), closable: .seconds(600),
      messageUnread: .seconds(3600), roleUnseen: nil)
    #expect(try read().liveness == usual)
    #expect(try read("liveness: {}").liveness == usual)
  }

  @Test func `is a length of time, or off, for each thing that waits`() throws {
    let phase = try read(
      "liveness:", "  claim_unanswered: 30m", "  verdict_unanswered: off", "  closable: 90s", "  message_unread: 'off'",
      "  role_unseen: 2h")
    #expect(
      phase.liveness
        == Liveness(
          claimUnanswered: .seconds(1800), verdictUnanswered: nil, closable: .seconds(90), messageUnread: nil,
          roleUnseen: .seconds(7200)))
  }

  @Test func `is nothing that a claim is bound to`() throws {
    let plain = try read()
    let watched = try read("liveness: { claim_unanswered: 1s, role_unseen: 1s }")
    #expect(watched.liveness != plain.liveness && watched.gates == plain.gates)
    #expect(watched.gates.map(\.checklist) == plain.gates.map(\.checklist))
  }

  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) { refusal.expectOfPhase() }

  private static let length = "is no duration; write a count and s, m, h or d, for example 90s or 24h"

  private static let refusals = [
    Refusal("none", [12: "liveness: off"], "12:11", "liveness", "a mapping is needed here, not a single value"),
    Refusal(
      "slip", [12: "liveness: { closeable: 1h }"], "12:13", "liveness.closeable",
      "unknown key 'closeable'; did you mean 'closable'?"),
    Refusal(
      "no length", [12: "liveness: { closable: soon }"], "12:23", "liveness.closable", "'soon' \(length)"),
    Refusal(
      "zero", [12: "liveness: { role_unseen: 0s }"], "12:26", "liveness.role_unseen", "'0s' \(length)"),
  ]
}
