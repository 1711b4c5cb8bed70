import Testing
import Watch
import WorkflowModel
import WorkflowRules

@Suite struct SuccessionTests {
  private static let order: [PhaseID] = [.p, .q, .r]

  private func workflow(open: [PhaseID] = [.p]) throws -> Workflow {
    try Workflow([try .small(), try .small(.q), try .small(.r)], open: open)
  }

  @Test func `the next phase is due when the one before it is done, and by that record`() throws {
    var workflow = try workflow()
    #expect(workflow.succession(Self.order).step == .none && workflow.succession(Self.order).current == .p)
    let done = try workflow.complete()
    let succession = workflow.succession(Self.order)
    #expect(succession.step == .open(.q, after: done.id) && succession.current == nil)
    let event = try #require(succession.events(at: workflow.clock).first)
    #expect(event.id == "phase-next:q:\(done.id)" && event.kind == .phaseNext)
    #expect(event.phase == .q && event.record == done.id && event.wakes == [.operator])
    #expect(event.title == "phase(q): next in the order" && event.next == "assay phase open q")
    #expect(workflow.succession(Self.order, .open).events(at: workflow.clock).map(\.wakes) == [[.operator, .builder]])
    try workflow.act("op", .operator, .openPhase(plan: id(100)), in: .q)
    #expect(workflow.succession(Self.order).step == .none && workflow.succession(Self.order).current == .q)
  }

  @Test func `a phase whose file is not there yet is due all the same`() throws {
    var workflow = try Workflow([try .small()])
    let done = try workflow.complete()
    let event = try #require(workflow.succession([.p, .q]).events(at: workflow.clock).first)
    #expect(event.id == "phase-next:q:\(done.id)" && event.title.hasSuffix("and its file is missing"))
    #expect(event.next == "assay phase add FILE, then: assay phase open q")
  }

  @Test func `B7: no phase is skipped, whatever its ledgers say`() throws {
    var workflow = try workflow(open: [.p, .q])
    let done = try workflow.complete()
    // What the tool of then took for the end of a phase.
    try workflow.act("ada", .builder, .journal(nil), in: .q, title: "## DONE")
    try workflow.act("ada", .builder, .addBacklog(BacklogID(phase: .q, number: 1)), in: .q, title: "## DONE")
    let succession = workflow.succession(Self.order)
    #expect(succession.step == .none && succession.current == .q)
    // A phase that was done before its turn takes nobody's place.
    try workflow.act("op", .operator, .openPhase(plan: id(100)), in: .r)
    try workflow.complete(.r)
    #expect(workflow.succession(Self.order).step == .none && workflow.succession(Self.order).current == .q)
    // Nor is one left out that has no record at all.
    #expect(workflow.succession([.p, try name("mailu"), .r]).step == .open(try name("mailu"), after: done.id))
  }

  @Test func `B20: a watch that starts anew knows the current phase from history`() throws {
    var workflow = try workflow()
    try workflow.complete()
    try workflow.act("op", .operator, .openPhase(plan: id(100)), in: .q)
    let before = workflow.succession(Self.order)
    // Nothing but state and order goes in, so that this is what a restart does.
    #expect(Succession(PhaseOrder(phases: Self.order), in: workflow.state) == before)
    #expect(before.current == .q && before.step == .none)
  }

  @Test func `B21: the end is said once, and is the end`() throws {
    var workflow = try workflow(open: Self.order)
    for phase in [PhaseID.p, .q] { try workflow.complete(phase) }
    let last = try workflow.complete(.r)
    let succession = workflow.succession(Self.order)
    #expect(succession.step == .complete(after: last.id) && succession.current == nil)
    let first = succession.events(at: workflow.clock)
    let later = workflow.succession(Self.order).events(at: workflow.clock + .seconds(300))
    #expect(first.map(\.id) == ["complete:\(last.id)"] && later.map(\.id) == first.map(\.id))
    #expect(first.first?.wakes == [.operator] && first.first?.kind == .complete && first.first?.phase == nil)
    #expect(first.first?.title == "every phase of the order is done: p, q, r")
    #expect(workflow.overdue(after: 100_000) == .nothing(until: nil))
  }

  @Test func `B22: phases that are appended after the end resume the sequence, and end it anew`() throws {
    var workflow = try workflow()
    let end = try workflow.complete()
    #expect(workflow.succession([.p]).step == .complete(after: end.id))
    #expect(workflow.succession([.p, .q]).step == .open(.q, after: end.id))
    try workflow.act("op", .operator, .openPhase(plan: id(100)), in: .q)
    let next = try workflow.complete(.q)
    #expect(workflow.succession([.p, .q]).step == .complete(after: next.id))
  }

  @Test func `a phase that was done before its turn opens none twice`() throws {
    var workflow = try workflow(open: [.p, .r])
    let done = try workflow.complete()
    let early = workflow.succession(Self.order)
    #expect(early.step == .open(.q, after: done.id) && early.current == .r)
    try workflow.complete(.r)
    #expect(workflow.succession(Self.order).step == .open(.q, after: done.id))
    try workflow.act("op", .operator, .openPhase(plan: id(100)), in: .q)
    let last = try workflow.complete(.q)
    #expect(workflow.succession(Self.order).step == .complete(after: last.id))
    // One that was put before all others is due because of what is done behind it.
    #expect(workflow.succession([try name("new"), .p]).step == .open(try name("new"), after: done.id))
  }

  @Test func `a phase that is reopened is current again, and its second end is another one`() throws {
    var workflow = try workflow()
    let first = try workflow.complete()
    try workflow.act("op", .operator, .reopenPhase, in: .p)
    #expect(workflow.succession(Self.order).step == .none && workflow.succession(Self.order).current == .p)
    let second = try workflow.finish()
    #expect(workflow.succession(Self.order).step == .open(.q, after: second.id))
    #expect(first.id != second.id)
  }

  @Test func `without an order, or before work has begun, nothing is due`() throws {
    let workflow = try workflow(open: [])
    #expect(Succession(nil, in: workflow.state).events(at: workflow.clock).isEmpty)
    #expect(workflow.succession(Self.order).step == .none && workflow.succession(Self.order).current == nil)
    #expect(workflow.succession([]).step == .none)
  }
}
