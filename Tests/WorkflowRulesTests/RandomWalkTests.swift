import Ledgers
import Testing
import WorkflowModel
import WorkflowRules

/// Many random acts, legal and illegal, and what has to be true after every one of them.
@Suite struct `A random walk` {
  @Test(arguments: 1...16) func `breaks no promise`(_ seed: Int) throws {
    var walk = Walk(seed: UInt64(seed))
    for step in 0..<250 {
      let before = walk.world.state
      let refusals = walk.step()
      let world = walk.world
      if refusals.isEmpty {
        #expect(world.state.recordCount == before.recordCount + 1)
      } else {
        walk.refused += 1
        var noted = before
        noted.dispute(world.last, refusals)
        #expect(world.state == noted, "seed \(seed), step \(step)")
      }
      somebodyActs(world)
      passesAreEarned(world)
      if before.phases["p"]?.stage == .active, world.phase.stage == .done { doneIsEarned(walk) }
      if step.isMultiple(of: 25) {
        #expect(try packedAndBack(world.state) == world.state)
      }
    }
    // A walk that is always refused, or never, would show nothing.
    #expect(walk.refused > 20 && walk.refused < 230)
    #expect(walk.everPassed, "seed \(seed)")
  }

  private func somebodyActs(_ world: World) {
    let view = world.view()
    switch view.stage {
    case "active", "closable", "declared": #expect(view.turn != nil && view.next?.isEmpty == false)
    case "done": #expect(view.turn == nil)
    default: Issue.record("\(view.stage) is no stage")
    }
    for gate in view.gates where gate.standing == "waiting" { #expect(!gate.waitsFor.isEmpty) }
    for gate in view.gates where gate.turn == nil && view.stage != "done" {
      #expect(gate.standing == "waiting" || gate.standing == "passed")
    }
  }

  private func passesAreEarned(_ world: World) {
    for (id, gate) in world.phase.gates {
      let votes: [Vote]
      guard let claim = gate.standing.claim else { continue }
      if case .passed(let pass) = gate.standing {
        votes = pass.votes
        #expect(votes.count >= claim.requiredAdversaries)
      } else {
        votes = claim.votes
        #expect(votes.count < claim.requiredAdversaries)
      }
      #expect(Set(votes.map(\.principal)).count == votes.count)
      for vote in votes {
        #expect(vote.principal != claim.claimant)
        guard let evidence = vote.evidence, let set = world.sets[evidence] else {
          Issue.record("\(id) has a vote without evidence")
          continue
        }
        #expect(Earned.why(set, claim, vote, world.phase.waivers) == nil)
      }
    }
  }

  private func doneIsEarned(_ walk: Walk) {
    let phase = walk.world.phase
    for gate in phase.phase.gates {
      guard case .passed(let pass) = phase.gate(gate.id).standing else {
        Issue.record("done without \(gate.id)")
        continue
      }
      #expect(pass.claim.claim.plan == phase.plan)
      #expect(walk.world.now.since(pass.time) <= phase.phase.freshness)
    }
    #expect(phase.vetoes.isEmpty)
    #expect(!phase.findings.values.contains { $0.closedBy == nil && $0.severity == .blocking })
    #expect(!walk.world.state.messages.contains { $0.weight == .blocking && $0.phase == "p" })
    #expect(!walk.lastDoneDrifted)
  }
}

/// What a vote's evidence has to be, said once more and in other words than the rules say it.
private enum Earned {
  static func why(_ set: EvidenceSet, _ claim: StandingClaim, _ vote: Vote, _ waivers: [Waiver]) -> String? {
    guard set.collector == vote.principal, set.role == .adversary else { return "another collected it" }
    guard set.workspace == .cold else { return "it is warm" }
    guard set.claim == claim.record, set.subject == claim.claim.subject else {
      return "it is of another claim"
    }
    for check in claim.gate.checks {
      let isWaived = waivers.contains {
        $0.check == check.id && $0.gate == claim.gate.id && $0.expires > vote.time && $0.by.name != claim.claimant
      }
      for instance in check.instances {
        let answers = set.outcomes.filter { $0.check == check.id && $0.instance == instance }
        guard answers.count == 1, answers[0].runs.count == check.repeats else { return "\(check.id) is not answered" }
        let isPass = answers[0].status == .pass && answers[0].runs.allSatisfy { $0 == .pass }
        guard isPass || isWaived else { return "\(check.id) did not pass" }
      }
    }
    return nil
  }
}
