import Ledgers
import Testing
import Watch
import WorkflowModel
import WorkflowRules

@Suite struct OverdueTests {
  @Test func `a claim that nobody rules on wakes the Adversary and the operator, when its hour is over`() throws {
    var workflow = try Workflow([try .small()])
    let claim = try workflow.claim()
    let early = workflow.overdue(after: 59)
    #expect(early == Overdue.nothing(until: claim.time + .seconds(3600)))
    let late = workflow.overdue(after: 60)
    let event = try #require(late.events.first)
    #expect(late.events.count == 1 && late.next == nil)
    #expect(event.id == "claim-unanswered:\(claim.id)")
    #expect(event.kind == .claimUnanswered && event.wakes == [.adversary, .operator])
    #expect(event.phase == .p && event.gate == .m1 && event.record == claim.id)
    #expect(event.principal?.text == "ada" && event.time == claim.time + .seconds(3600))
    #expect(event.title == "claim(p): M1 unanswered since \(claim.time.minutes) — because")
    #expect(event.next == "assay brief, then: assay collect M1")
    // A watch that looks again, or for the first time after a week, finds the same occurrence.
    #expect(workflow.overdue(after: 10_000).events.map(\.id) == [event.id])
    try workflow.rule(.fail)
    #expect(!workflow.overdue(after: 10_000).events.contains { $0.kind == .claimUnanswered })
  }

  @Test func `where two Adversaries rule, the second one's hour begins with the first one's ruling`() throws {
    var workflow = try Workflow([try .small(adversaries: 2)])
    let claim = try workflow.claim()
    let vote = try workflow.rule(.pass, after: 50)
    #expect(workflow.overdue(after: 59).events.isEmpty)
    #expect(workflow.overdue(after: 60).events.map(\.id) == ["claim-unanswered:\(claim.id):\(vote.id)"])
    try workflow.rule(.pass, by: "mal")
    #expect(workflow.overdue(after: 10_000).events.allSatisfy { $0.kind == .closable })
  }

  @Test(arguments: [Ruling.fail, .conditional])
  func `a ruling that the Builder does nothing about wakes the Builder and the operator`(_ ruling: Ruling) throws {
    var workflow = try Workflow([try .small()])
    try workflow.claim()
    let verdict = try workflow.rule(ruling)
    #expect(workflow.overdue(after: 59) == .nothing(until: verdict.time + .seconds(3600)))
    let event = try #require(workflow.overdue(after: 60).events.first)
    #expect(event.id == "verdict-unanswered:\(verdict.id)" && event.wakes == [.builder, .operator])
    #expect(event.title == "review(p): M1 \(ruling.rawValue) unanswered since \(verdict.time.minutes) — because")
    #expect(event.principal?.text == "eve" && event.record == verdict.id)
    try workflow.act("ada", .builder, .decide, in: .p)
    #expect(workflow.overdue(after: 10_000) == .nothing(until: nil))
  }

  @Test func `what others write, and what the Builder wrote before, answers no ruling`() throws {
    var workflow = try Workflow([try .small(), try .small(.q)])
    try workflow.claim()
    let verdict = try workflow.rule(.fail)
    try workflow.act("eve", .adversary, .decide, in: .p)
    try workflow.act("ada", .builder, .decide, in: .q)
    #expect(workflow.overdue(after: 60).events.map(\.id) == ["verdict-unanswered:\(verdict.id)"])
  }

  @Test func `a pass that is taken back is a ruling like any other`() throws {
    var workflow = try Workflow([try .small()])
    try workflow.claim()
    let pass = try workflow.rule(.pass)
    let revoked = try workflow.act("eve", .adversary, .revoke(.m1, verdict: pass.id), in: .p)
    let event = try #require(workflow.overdue(after: 60).events.first)
    #expect(event.id == "verdict-unanswered:\(revoked.id)" && event.title.hasPrefix("review(p): M1 REVOKED"))
  }

  @Test func `an escalated gate waits for no Builder`() throws {
    var workflow = try Workflow([try .small(rounds: 1)])
    try workflow.claim()
    try workflow.rule(.fail)
    #expect(workflow.overdue(after: 10_000) == .nothing(until: nil))
  }

  @Test func `a phase that could be closed wakes the Builder, however busy other phases are`() throws {
    var workflow = try Workflow([try .small(), try .small(.q)])
    try workflow.claim()
    let pass = try workflow.rule(.pass)
    try workflow.act("ada", .builder, .decide, in: .q, after: 9)
    #expect(workflow.overdue(after: 0) == .nothing(until: pass.time + .seconds(600)))
    let event = try #require(workflow.overdue(after: 1).events.first)
    #expect(event.id == "closable:p:\(pass.id)" && event.wakes == [.builder] && event.next == "assay done")
    #expect(event.title == "status(p): closable since \(pass.time.minutes) — a phase")
    // A note in the phase itself makes no new occurrence.
    try workflow.act("ada", .builder, .decide, in: .p)
    #expect(workflow.overdue(after: 60).events.map(\.id) == [event.id])
    try workflow.finish()
    #expect(workflow.overdue(after: 60) == .nothing(until: nil))
  }

  @Test func `a message that nobody acknowledges wakes whom it is for`() throws {
    var workflow = try Workflow([try .small()])
    let message = try workflow.act("ada", .builder, .send(to: .adversary, .note), in: .p, title: "look \u{7}here")
    let event = try #require(workflow.overdue(after: 60).events.first)
    #expect(event.id == "message-unread:\(message.id)" && event.wakes == [.adversary])
    #expect(event.title == "inbox(p): to adversary unread since \(message.time.minutes) — look ␇here")
    #expect(event.next == "assay inbox, then: assay ack \(message.id.short)" && event.principal?.text == "ada")
    try workflow.act("eve", .adversary, .acknowledge(message: message.id), in: .p, title: "")
    #expect(workflow.overdue(after: 10_000) == .nothing(until: nil))
  }

  @Test func `B11 and B12: a role that is not seen is noticed without looking at its screen`() throws {
    var workflow = try Workflow([try .small(liveness: Liveness(roleUnseen: .seconds(1800)))])
    let written = try workflow.act("ada", .builder, .decide, in: .p, after: 5)
    let opened = try #require(workflow.records.first { $0.record.content.act.kind == .phaseOpen }).record.time
    // The Adversary was never seen: it counts from the opening.
    #expect(workflow.overdue(after: 24).events.isEmpty)
    #expect(workflow.overdue(after: 25).events.map(\.id) == ["role-unseen:adversary:\(opened)"])
    #expect(workflow.overdue(after: 25).next == written.time + .seconds(1800))
    let both = workflow.overdue(after: 30).events
    #expect(both.map(\.id) == ["role-unseen:builder:\(written.time)", "role-unseen:adversary:\(opened)"])
    #expect(both.allSatisfy { $0.wakes == [.operator] && $0.kind == .roleUnseen })
    #expect(both.first?.title == "builder not seen since \(written.time.minutes)")
    // A lease that is younger than the last record counts.
    let seen = written.time + .seconds(60)
    #expect(
      workflow.overdue(after: 30, seen: [.builder: seen], waiting: [.adversary])
        == .nothing(until: seen + .seconds(1800)))
  }

  @Test func `B13: a role that says that it waits is not missed`() throws {
    let workflow = try Workflow([try .small(liveness: Liveness(roleUnseen: .seconds(1800)))])
    #expect(workflow.overdue(after: 60, waiting: [.builder, .adversary]) == .nothing(until: nil))
    #expect(workflow.overdue(after: 60, waiting: [.builder]).events.map(\.title.first) == ["a"])
  }

  @Test func `of several phases, the strictest says how long a role may be away`() throws {
    let workflow = try Workflow([
      try .small(liveness: Liveness(roleUnseen: .seconds(7200))),
      try .small(.q, liveness: Liveness(roleUnseen: .seconds(1800))),
    ])
    let found = workflow.overdue(after: 600).events
    #expect(found.map(\.phase) == [.q, .q])
  }

  @Test func `what a phase file turns off is not watched`() throws {
    let off = Liveness(
      claimUnanswered: nil, verdictUnanswered: nil, closable: nil, messageUnread: nil, roleUnseen: nil)
    var workflow = try Workflow([try .small(.p, [.m1, .m2], liveness: off)])
    try workflow.claim()
    try workflow.rule(.fail)
    try workflow.claim(.p, .m2)
    try workflow.act("ada", .builder, .send(to: .adversary, .blocking), in: .p)
    #expect(workflow.overdue(after: 10_000) == .nothing(until: nil))
  }

  @Test func `nothing is overdue in a phase that is not open, or no longer`() throws {
    var workflow = try Workflow([try .small(), try .small(.q)], open: [.p])
    try workflow.claim()
    try workflow.act("eve", .adversary, .send(to: .builder, .note), in: .p)
    try workflow.rule(.pass)
    try workflow.finish()
    #expect(workflow.overdue(after: 100_000) == .nothing(until: nil))
  }

  @Test func `a clock that goes back makes nothing due, and moves no deadline`() throws {
    var workflow = try Workflow([try .small()])
    let claim = try workflow.claim()
    #expect(workflow.overdue(after: -600) == .nothing(until: claim.time + .seconds(3600)))
    #expect(workflow.overdue(after: 60).events.count == 1)
  }

  @Test func `the watch may sleep until the first of several comes due`() throws {
    var workflow = try Workflow([try .small(.p, [.m1, .m2])])
    let first = try workflow.claim()
    let second = try workflow.claim(.p, .m2, after: 10)
    #expect(workflow.overdue(after: 0) == .nothing(until: first.time + .seconds(3600)))
    let later = workflow.overdue(after: 50)
    #expect(later.events.map(\.record) == [first.id] && later.next == second.time + .seconds(3600))
  }
}

extension Overdue {
  /// What is expected where nothing has come due.
  static func nothing(until next: Timestamp?) -> Overdue {
    Overdue(events: [], next: next)
  }
}
