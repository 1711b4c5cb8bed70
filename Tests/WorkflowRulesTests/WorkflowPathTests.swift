import Testing
import WorkflowModel
import WorkflowRules

@Suite struct `Ways through a phase` {
  @Test func `from the founding to done`() {
    var world = World.founded()
    world.must(world.file(.usual()))
    #expect(world.phase.stage == .declared)
    #expect(world.view().turn == .builder && world.view().next == "assay phase open p")
    world.must(world.act("builder-1", .builder, .openPhase(plan: 100)))
    #expect(world.view().gates.map(\.standing) == ["open", "waiting"])
    #expect(world.view().gates[1].waitsFor == ["M1"] && world.view().gates[1].turn == nil)
    #expect(world.view().turn == .builder && world.view().next == "assay claim M1")
    world.must(world.claim("M1"))
    #expect(world.view().turn == .adversary && world.view().gates[0].claim == world.last)
    world.must(world.rule("M1"))
    #expect(world.view().gates.map(\.standing) == ["passed", "open"])
    #expect(world.view().next == "assay claim M2")
    world.must(world.claim("M2"))
    world.must(world.rule("M2", by: "adversary-2"))
    #expect(world.view().stage == "closable" && world.view().missing.isEmpty && world.view().next == "assay done")
    world.must(world.done())
    #expect(world.phase.stage == .done && world.phase.closed?.record == world.last)
    #expect(world.view().stage == "done" && world.view().turn == nil && world.view().next == nil)
    #expect(world.state.disputes.isEmpty && world.state.recordCount == world.count)
  }

  @Test func `failing as often as one may ends with the operator`() {
    var world = World.open()
    for round in 1...3 {
      world.must(world.claim("M1"))
      world.must(world.rule("M1", .fail))
      let view = world.view().gates[0]
      #expect(view.trend.fails == round && view.trend.limit == 3 && view.trend.rounds.count == round)
      #expect(view.standing == (round < 3 ? "failed" : "escalated"))
      #expect(view.turn == (round < 3 ? .builder : .operator))
    }
    #expect(world.act("builder-1", .builder, .reopenGate("M1")).isEmpty == false)
    let ruled = world.phase.gate("M1").lastRuled
    world.must(world.act("op", .operator, .reopenGate("M1")))
    #expect(world.word("M1") == "open" && world.phase.gate("M1").rounds.isEmpty)
    #expect(world.phase.gate("M1").lastRuled == ruled)
    world.must(world.claim("M1"))
    world.must(world.rule("M1"))
    #expect(world.word("M1") == "passed")
  }

  @Test func `the trend counts findings raised and closed`() {
    var world = World.claimed()
    world.must(world.act("adversary-1", .adversary, .openFinding(.f(1), "M1", .blocking)))
    world.must(world.act("adversary-1", .adversary, .openFinding(.f(2), "M1", .minor)))
    world.must(world.act("adversary-1", .adversary, .closeFinding(.f(1), subject: 5)))
    world.must(world.rule("M1", .fail))
    let trend = world.view().gates[0].trend
    #expect(trend.findingsRaised == 2 && trend.findingsClosed == 1)
    #expect(trend.rounds.map(\.raised) == [2] && trend.rounds.map(\.closed) == [1])
  }

  @Test func `a condition is lifted`() {
    var world = World.conditional()
    #expect(world.view().gates[0].standing == "conditional" && world.view().turn == .adversary)
    world.must(world.lift("M1", by: "adversary-2"))
    #expect(world.word("M1") == "passed")
    let verdict = world.last
    world.must(world.act("adversary-1", .adversary, .revoke("M1", verdict: verdict)))
    #expect(world.word("M1") == "open" && world.view().next == "assay claim M1")
  }

  @Test func `what goes stale is claimed again`() {
    var world = World.passed()
    world.clock += 86_401
    #expect(world.view().gates[0].stale == [.tooOld(hours: 24, freshness: .seconds(86400))])
    #expect(world.view().gates[0].turn == .builder && world.view().gates[0].next == "assay claim M1")
    let drift: [GateID: Drift] = ["M1": Drift(paths: ["src/a"]), "M2": Drift()]
    #expect(world.view(drift: drift).gates[0].stale.contains(.pathsChanged(["src/a"])))
    world.must(world.claim("M1"))
    world.must(world.file(.usual(), plan: 101))
    #expect(world.view().gates[0].stale == [.phaseFileChanged])
    world.must(world.rule("M1"))
    #expect(world.view().gates[0].stale == [.phaseFileChanged] && world.view().gates[0].turn == .builder)
    let subject = world.standing("M1").claim?.claim.subject ?? 0
    world.must(world.claim("M1") { $0.subject = subject })
    world.must(world.rule("M1"))
    #expect(world.view().gates[0].stale.isEmpty)
  }

  /// What keeps a phase from closing when no gate does.
  @Test func `somebody has the turn for everything that is missing`() {
    var veto = World.closable()
    veto.must(veto.act("adversary-2", .adversary, .veto))
    #expect(veto.view().turn == .adversary && veto.view().vetoes.count == 1)
    var finding = World.closable()
    finding.must(finding.act("adversary-2", .adversary, .openFinding(.f(1), nil, .blocking)))
    #expect(finding.view().turn == .adversary && finding.view().next == "assay finding close F-p-1")
    var message = World.closable()
    message.must(message.act("builder-1", .builder, .send(to: .operator, .blocking)))
    #expect(message.view().turn == .operator)
    #expect(World.closable().view(drift: [:]).turn == .builder)
    #expect(World.closable().view(drift: [:]).stage == "active")
    #expect(World.open(.usual([], items: [])).view().turn == .operator)
  }

  @Test func `what is left of messages, deferrals, backlog and journal`() {
    var world = World.open()
    world.must(world.act("builder-1", .builder, .send(to: .adversary, .note)))
    let message = world.last
    world.must(world.act("builder-1", .builder, .defer(DeferralID(phase: "p", number: 1), trigger: "later")))
    world.must(world.act("builder-1", .builder, .addBacklog(BacklogID(phase: "p", number: 1))))
    world.must(world.act("builder-1", .builder, .journal(nil)))
    world.must(world.act("builder-1", .builder, .decide))
    #expect(world.state.messages.map(\.id) == [message] && world.state.deferrals.count == 1)
    world.must(world.act("adversary-1", .adversary, .acknowledge(message: message)))
    world.must(world.act("adversary-1", .adversary, .resolve(DeferralID(phase: "p", number: 1), pointer: "there")))
    world.must(world.act("builder-1", .builder, .finishBacklog(BacklogID(phase: "p", number: 1))))
    #expect(world.state.messages.isEmpty && world.state.deferrals.isEmpty)
    #expect(world.phase.deferrals == 1 && world.phase.backlog.values.map(\.done) == [true])
    #expect(world.phase.journalEntries == 1 && world.phase.decisions == 1)
  }

  @Test func `the state survives JSON`() throws {
    for world in [World(), .founded(), .declared(), .conditional(), .closable(), .done()] {
      #expect(try packedAndBack(world.state) == world.state)
    }
  }

  @Test func `an unknown phase has no view`() {
    #expect(World.open().state.view(of: "q", at: Timestamp(seconds: 0), drift: [:]) == nil)
  }
}
