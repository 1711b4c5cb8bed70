import Coordination
import PhaseFiles
import Testing
import WorkflowModel
import WorkflowRules

@Suite struct PolicyChangeTests {
  private func watched() throws -> Policy {
    let plain = try policy()
    let consumer = Consumer(
      name: try required(ConsumerName("pane")), kinds: [.claim, .roleUnseen], phase: try hello(), role: .adversary,
      means: .pane("team:1.0"))
    return Policy(
      name: plain.name, principals: plain.principals, secrets: ["TOKEN"], consumers: [consumer],
      order: PhaseOrder(phases: [try hello()], opening: .open))
  }

  @Test(arguments: BranchContractTests.Kind.allCases)
  func `who is added to a policy, or revoked, changes nothing else of it`(_ kind: BranchContractTests.Kind) async throws
  {
    let world = try await kind.world()
    defer { withExtendedLifetime(world) {} }
    let branch = try await world.clone()
    let watched = try watched()
    let olga = try await branch.acting(.operator)
    _ = try await olga.found(Founding(watched))
    #expect(try await olga.policyInForce().policy == watched)
    let eve = try required(PrincipalName("eve"))
    _ = try await olga.addPrincipal(eve, .adversary, PrincipalIdentity(address: "eve@example.org", key: nil))
    let grown = try await olga.policyInForce().policy
    #expect(grown.principals.count == watched.principals.count + 1)
    #expect(grown.consumers == watched.consumers && grown.order == watched.order && grown.secrets == watched.secrets)
    _ = try await olga.revokePrincipal(eve)
    #expect(try await olga.policyInForce().policy == watched)
  }

  @Test(arguments: BranchContractTests.Kind.allCases)
  func `a policy file is put in force as it is, by an operator alone`(_ kind: BranchContractTests.Kind) async throws {
    let world = try await kind.world()
    defer { withExtendedLifetime(world) {} }
    let branch = try await world.clone()
    try await branch.begin()
    let olga = try await branch.acting(.operator)
    let bytes = Array(("# by hand\n" + PolicyFile.text(try watched())).utf8)
    let builder = try await branch.acting(.builder, "builder-1")
    await #expect {
      _ = try await builder.changePolicy(to: bytes, named: "f.yml", reason: "tell us")
    } throws: { error in
      guard case CoordinationError.refused(let reasons) = error else { return false }
      return reasons.map(\.rule) == [.r1]
    }
    let done = try await olga.changePolicy(to: bytes, named: "f.yml", reason: "tell us\n\nof claims")
    #expect(done.records.map(\.content.title) == ["tell us"] && done.records.map(\.content.body) == ["of claims"])
    let inForce = try await olga.policyInForce()
    #expect(inForce.bytes == bytes)
    #expect(try inForce.policy == watched())
    #expect(try await olga.audit(upTo: nil, since: .beginning).disputes.isEmpty)
    let again = await #expect(throws: CoordinationError.self) {
      _ = try await olga.changePolicy(to: bytes, named: "f.yml", reason: "once more")
    }
    #expect(again?.exitStatus == 64)
  }

  @Test func `a policy file that is wrong is refused with all that is wrong with it`() async throws {
    let branch = try await MemoryWorld().clone()
    try await branch.begin()
    let text = PolicyFile.text(try watched()).replacing("claim, role-unseen", with: "clam").replacing(
      "team:1.0", with: "1.0")
    let olga = try await branch.acting(.operator)
    let error = await #expect(throws: CoordinationError.self) {
      _ = try await olga.changePolicy(to: Array(text.utf8), named: "f.yml", reason: "x")
    }
    guard case .malformed(let found, let mend) = error else { throw Unexpected("\(String(describing: error))") }
    #expect(found.contains("f.yml:") && found.contains("'clam'") && found.contains("names no session"))
    #expect(mend == "assay policy lint FILE")
  }
}
