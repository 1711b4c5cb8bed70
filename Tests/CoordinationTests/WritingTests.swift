import Coordination
import HostEffects
import Ledgers
import TestSupport
import Testing
import WorkflowModel
import WorkflowRules

/// The write loop (§8) over either branch: fetch, fold, judge, compose, push, and again when the branch moved.
@Suite struct WritingTests {
  typealias Kind = BranchContractTests.Kind

  /// Two builders' clones of one workspace.
  private struct Pair {
    let world: any World
    let one: Coordinator
    let two: Coordinator

    init(_ kind: Kind, attempts: Int = 80, second: String = "builder-2") async throws {
      world = try await kind.world()
      let first = try await world.clone()
      try await first.begin()
      one = try await first.acting(.builder, "builder-1", attempts: attempts)
      two = try await world.clone().acting(.builder, second)
    }

    /// Writes by the first, while the second writes between its fetch and its push, in as many rounds as given.
    func write(
      _ act: @escaping (PhaseState) throws -> Act, title: String = "mine", rounds: Int = 1,
      while other: @escaping (Int) async throws -> Void
    ) async throws -> Submission {
      var round = 0
      return try await one.submit(.everything) { standing, acting in
        round += 1
        if round <= rounds { try await other(round) }
        let phase = try one.phaseState(in: standing.state)
        return [
          RecordContent(
            principal: acting.principal.name, role: acting.role, phase: phase.phase.id, act: try act(phase),
            title: title)
        ]
      }
    }

    func log() async throws -> [RecordContent] { try await two.log().map(\.record.content) }
  }

  @Test(arguments: Kind.allCases)
  func `When the branch moved, the act is made anew on the new tip`(_ kind: Kind) async throws {
    let pair = try await Pair(kind)
    let done = try await pair.write { phase in
      .addBacklog(BacklogID(phase: phase.phase.id, number: phase.backlog.count + 1))
    } while: { _ in
      _ = try await pair.two.addBacklog("theirs")
    }
    #expect(done.attempts == 2)
    #expect(done.records.map(\.content.act.item) == ["B-hello-2"])
    let items = try await pair.log().compactMap(\.act.item)
    #expect(items == ["B-hello-1", "B-hello-2"])
    #expect(try await pair.two.audit(upTo: nil, since: .beginning).disputes.isEmpty)
  }

  @Test(arguments: Kind.allCases)
  func `An act that is no longer permitted is refused and leaves nothing`(_ kind: Kind) async throws {
    let pair = try await Pair(kind)
    let subject = try await pair.world.pushCode()
    let request = ClaimRequest(gate: try gate(), subject: "origin/work", payload: payload)
    var standing: Submission?
    let refusal = await #expect(throws: CoordinationError.self) {
      try await pair.write { phase in
        let declared = try required(phase.phase.gate(try gate()))
        return .claim(
          Claim(
            gate: declared.id, subject: subject, plan: phase.plan, checklist: declared.checklist, payload: payload))
      } while: { _ in
        standing = try await pair.two.claim(request)
      }
    }
    let winner = try required(standing?.records.first)
    let claimed = Refusal.c5(.claimed(try gate(), by: winner.content.principal, record: winner.id))
    #expect(refusal == .refused([claimed]))
    #expect(refusal?.exitStatus == 77)
    #expect(try await pair.two.standing().tip == winner.id)
    #expect(try await pair.log().count { $0.act.kind == .claim } == 1)
  }

  @Test(arguments: Kind.allCases)
  func `A branch that never holds still ends in contention`(_ kind: Kind) async throws {
    let pair = try await Pair(kind, attempts: 3)
    let error = await #expect(throws: CoordinationError.self) {
      try await pair.write({ _ in .journal(nil) }, rounds: 9) { round in
        _ = try await pair.two.journal("theirs \(round)", gate: nil)
      }
    }
    #expect(error == .contention(attempts: 3))
    #expect(error?.exitStatus == 75)
    let titles = try await pair.log().filter { $0.act.kind == .journal }.map(\.title)
    #expect(titles == ["theirs 1", "theirs 2", "theirs 3"])
  }

  @Test(arguments: Kind.allCases)
  func `A server's refusal is passed on and not tried again`(_ kind: Kind) async throws {
    let pair = try await Pair(kind)
    let tip = try await pair.two.standing().tip
    try await pair.world.refuse("closed for the night")
    let error = await #expect(throws: CoordinationError.self) { try await pair.one.journal("late", gate: nil) }
    #expect(error == .refusedByServer("closed for the night"))
    #expect(error?.exitStatus == 77)
    #expect(try await pair.two.standing().tip == tip)
  }

  @Test(arguments: Kind.allCases)
  func `Several records of one act arrive together or not at all`(_ kind: Kind) async throws {
    let pair = try await Pair(kind)
    func both(_ second: Act) async throws -> Submission {
      try await pair.one.submit { _, acting in
        [Act.journal(nil), second].map {
          RecordContent(
            principal: acting.principal.name, role: acting.role, phase: PhaseID("hello"), act: $0, title: "x")
        }
      }
    }
    let before = try await pair.two.standing().tip
    await #expect(throws: CoordinationError.self) { try await both(.veto) }
    #expect(try await pair.two.standing().tip == before)
    #expect(try await both(.decide).records.count == 2)
    #expect(try await pair.log().suffix(2).map(\.act.kind) == [.journal, .decision])
  }

  @Test func `The same record by the same principal in the same second counts once`() async throws {
    let pair = try await Pair(.git, second: "builder-1")
    let moment = Host.frozen()
    let (one, two) = (pair.one.at(moment), pair.two.at(moment))
    var round = 0
    let done = try await one.submit { standing, acting in
      round += 1
      if round == 1 { _ = try await two.journal("twin", gate: nil) }
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: PhaseID("hello"), act: .journal(nil),
          title: "twin")
      ]
    }
    // Two acts, two records, though nothing but their parents tells them apart.
    #expect(done.attempts == 2)
    #expect(try await pair.log().count { $0.title == "twin" } == 2)
  }

  @Test func `A record is not written offline`() async throws {
    let branch = try await MemoryWorld().clone()
    try await branch.begin()
    var options = WritingOptions()
    options.asking = .offline
    let offline = Coordinator(
      branch: branch, host: stillHost(), logger: try await branch.acting(.builder).logger, role: .builder,
      options: options)
    let error = await #expect(throws: CoordinationError.self) { try await offline.journal("x", gate: nil) }
    #expect(error?.exitStatus == 64)
  }
}
