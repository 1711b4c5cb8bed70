import WorkflowModel

extension Chronicle {
  /// What an evidence set lacks for a PASS, and whether it took a waiver.
  func weigh(
    _ evidence: EvidenceSet?, on gate: Int, _ claim: ClaimMemory, _ author: Person, at time: Timestamp
  ) -> (flaws: [Flaw], isWaived: Bool) {
    guard let evidence else { return ([.noEvidence], false) }
    var flaws: [Flaw] = []
    var isWaived = false
    let isOfThis =
      evidence.phase == Material.phase && evidence.gate == Material.gates[gate]
      && evidence.claim == Material.claims[gate] && evidence.subject == claim.subject && evidence.plan == claim.plan
      && evidence.checklist == claim.checklist
    if !isOfThis || evidence.collector != author.name || evidence.role != .adversary { flaws.append(.othersEvidence) }
    if evidence.workspace != .cold { flaws.append(.warm) }
    var expected = 0
    for asked in Material.asked(claim.file, gate) {
      let instances = asked.values.isEmpty ? [[]] : asked.values.map { [MatrixValue(axis: "r", value: $0)] }
      expected += instances.count
      for instance in instances {
        let answers = evidence.outcomes.filter { $0.check == asked.check && $0.instance == instance }
        guard answers.count == 1, answers[0].runs.count == asked.runs else {
          flaws.append(.incomplete)
          continue
        }
        if answers[0].status == .pass, answers[0].runs.allSatisfy({ $0 == .pass }) { continue }
        if gate == 0, asked.check == Material.unit, time < waivedUntil {
          isWaived = true
        } else {
          flaws.append(.notPassed)
        }
      }
    }
    if evidence.outcomes.count != expected { flaws.append(.incomplete) }
    return (flaws, isWaived)
  }

  /// Everything that DONE lacks at that time.
  func unearned(_ head: ObjectID, at time: Timestamp, _ world: World) -> [Flaw] {
    var flaws: [Flaw] = []
    if !isOpen || isDone { flaws.append(.notOpen) }
    if head != Material.id(world.head) { flaws.append(.otherHead) }
    for memory in gates {
      guard let claim = memory.claim, !memory.isConditional else {
        flaws.append(.noClaim)
        continue
      }
      flaws += claim.flaws + memory.votes.flatMap(\.flaws)
      if claim.plan != Material.plan(file) { flaws.append(.otherPlan) }
      if Set(memory.votes.map(\.by)).count < world.setting.adversaries { flaws.append(.tooFewVotes) }
      let isOld = memory.votes.contains { $0.time.seconds < time.seconds - 24 * 3600 }
      if isOld || !world.isAtHead(claim.subject) { flaws.append(.stale) }
      if memory.votes.contains(where: \.isWaived), time >= waivedUntil { flaws.append(.waiverExpired) }
    }
    if vetoes != 0 { flaws.append(.veto) }
    if findings.contains(where: \.isOpen) { flaws.append(.openFinding) }
    if isUnread { flaws.append(.unread) }
    return flaws
  }
}
