import Ledgers
import Testing
import WorkflowModel

@testable import WorkflowRules

@Suite struct HandOffsTests {
  /// A log as a test writes it: records at minutes after a beginning.
  private struct Chronicle {
    var records: [LoggedRecord] = []

    static func time(_ minute: Int64) -> Timestamp { Timestamp(seconds: 1_780_000_000 + 60 * minute) }

    mutating func add(
      _ number: Int, at minute: Int64, _ act: Act, in phase: PhaseID = "p", collected: Int64? = nil,
      refused: [Violation] = []
    ) {
      let content = RecordContent(principal: "x", role: .builder, phase: phase, act: act)
      let record = Record(
        id: .number(number), time: Self.time(minute), author: Author(name: "x", address: "x@example.org"),
        content: content)
      records.append(LoggedRecord(record: record, refusals: refused, collected: collected.map(Self.time)))
    }

    /// The rounds of a gate, as its records make them.
    func rounds(of gate: GateID = "M1") -> [HandOff] {
      var claims: [ClaimRound] = []
      for logged in records where logged.refusals.isEmpty && logged.record.content.act.gate == gate {
        let moment = RecordedMoment(record: logged.record.id, time: logged.record.time)
        _ = claims.take(logged.record.content.act, moment, collected: logged.collected)
      }
      return claims.handOffs
    }

    var answers: [ObjectID: Answer] { Answers(records).byRecord }
  }

  private func claim(_ gate: GateID = "M1") -> Act {
    .claim(
      Claim(
        gate: gate, subject: 1, plan: 2, checklist: .of("1"),
        payload: Payload(what: "a", how: "b", expected: "c", place: "d")))
  }

  private func verdict(_ ruling: Ruling, on claim: ObjectID, _ gate: GateID = "M1") -> Act {
    .rule(
      Verdict(
        gate: gate, ruling: ruling, claim: claim, subject: 1, plan: 2, checklist: .of("1"), evidence: nil, failing: [],
        findings: [], condition: nil, probes: []))
  }

  @Test func `each round tells who waited for whom`() {
    var log = Chronicle()
    log.add(1, at: 0, claim())
    log.add(2, at: 12, verdict(.fail, on: 1), collected: 5)
    log.add(3, at: 20, claim("M2"))
    log.add(4, at: 42, claim())
    log.add(5, at: 45, verdict(.pass, on: 4), collected: 43)
    let rounds = log.rounds()
    #expect(rounds.map(\.round) == [1, 2] && rounds.map(\.claim.record) == [1, 4])
    #expect(rounds.map(\.toCollection) == [.seconds(300), .seconds(60)])
    #expect(rounds.map(\.toVerdict) == [.seconds(720), .seconds(180)])
    #expect(rounds.map(\.toNextClaim) == [.seconds(1800), nil])
    #expect(rounds.map(\.course.ruling) == [.fail, .pass] && rounds.map(\.course.verdict?.record) == [2, 5])
    let open = log.rounds(of: "M2")
    #expect(open.map(\.claim.record) == [3])
    #expect(open.allSatisfy { $0.toCollection == nil && $0.toVerdict == nil && $0.toNextClaim == nil })
    #expect(log.answers[2] == Answer(to: 1, after: .seconds(720)))
    #expect(log.answers[4] == Answer(to: 2, after: .seconds(1800)))
    #expect(log.answers[1] == nil && log.answers[3] == nil)
  }

  @Test func `of several rulings the last settles the claim, and the first collection counts`() {
    var log = Chronicle()
    log.add(1, at: 0, claim())
    log.add(2, at: 10, verdict(.pass, on: 1), collected: 8)
    log.add(3, at: 30, verdict(.pass, on: 1), collected: 4)
    let round = log.rounds().first
    #expect(round?.toCollection == .seconds(240) && round?.toVerdict == .seconds(1800))
    #expect(round?.course.verdict?.record == 3)
  }

  @Test func `a claim after a PASS answers nobody, and one after a revocation answers that`() {
    var log = Chronicle()
    log.add(1, at: 0, claim())
    log.add(2, at: 1, verdict(.pass, on: 1))
    var stale = log
    stale.add(3, at: 5000, claim())
    #expect(stale.rounds().map(\.toNextClaim) == [nil, nil])
    log.add(3, at: 4000, .revoke("M1", verdict: 2))
    log.add(4, at: 4030, claim())
    #expect(log.rounds().map(\.toNextClaim) == [.seconds(1800), nil])
    #expect(log.answers[4] == Answer(to: 3, after: .seconds(1800)))
  }

  @Test func `a withdrawn claim was not ruled on, and a lifted condition asks for no claim`() {
    var log = Chronicle()
    log.add(1, at: 0, claim())
    log.add(2, at: 1, .withdraw("M1", claim: 1))
    log.add(3, at: 2, claim())
    log.add(4, at: 4, verdict(.conditional, on: 3))
    log.add(5, at: 9, .liftCondition("M1", claim: 3, evidence: 7))
    log.add(6, at: 99, claim())
    let rounds = log.rounds()
    #expect(rounds.map(\.toVerdict) == [nil, .seconds(120), nil] && rounds.allSatisfy { $0.toNextClaim == nil })
    #expect(rounds.map(\.course.withdrawn) == [Chronicle.time(1), nil, nil])
    #expect(log.answers[5] == Answer(to: 4, after: .seconds(300)))
    #expect(log.answers[3] == nil && log.answers[6] == nil)
  }

  @Test func `an acknowledgement answers its message, and what is refused answers nothing`() {
    var log = Chronicle()
    log.add(1, at: 0, .send(to: .adversary, .note))
    log.add(2, at: 3, .acknowledge(message: 1))
    log.add(3, at: 4, claim())
    log.add(4, at: 5, verdict(.pass, on: 3), refused: [Violation(.r7(.notFounded))])
    #expect(log.answers == [2: Answer(to: 1, after: .seconds(180))])
    #expect(log.rounds().map(\.course.verdict) == [nil])
  }
}
