import FoundationEssentials
import TestSupport
import Testing

/// An evidence set that a clone keeps and that cannot be read: it is told, with what mends it, and keeps no other from
/// being used.
@Suite struct BrokenEvidenceTests {
  /// Keeps a tree as another set for the claim, the newest. Returns its id.
  private func keepBroken(_ world: World) async throws -> String {
    let clone = world.path(.adversary)
    let first = try await world.git("for-each-ref", "--format=%(refname)", "refs/assay/evidence", in: clone)
    let tree = try await world.git("rev-parse", "main:phases", in: clone)
    try await world.git("update-ref", first.dropLast(1) + "9", tree, in: clone)
    return tree
  }

  @Test func `a whole set is used, and the broken one told`() async throws {
    let world = try await Stages.world(.collected)
    let broken = try await keepBroken(world)
    let brief = try await world.must("brief", as: .adversary)
    #expect(brief.stderr.contains(broken.prefix(12)), "\(brief.stderr)")
    let named = try await world.assay(["review", "M1", "--pass", "--evidence", broken, "-m", "cold"], as: .adversary)
    #expect(named.status == 65 && named.stderr.contains("statement.json"), "\(named.stderr)")
    let passed = try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    #expect(passed.stderr.contains("the evidence set \(broken.prefix(12)) that this clone keeps cannot be read"))
    #expect(passed.stderr.contains("assay collect M1"))
  }

  @Test func `where there is no other, a PASS says why it cannot be, and a FAIL can`() async throws {
    let world = try await Stages.world(.collected)
    let broken = try await keepBroken(world)
    let clone = world.path(.adversary)
    for name in try await world.git("for-each-ref", "--format=%(refname)", "refs/assay/evidence", in: clone)
      .split(separator: "\n") where !name.hasSuffix("9")
    { try await world.git("update-ref", "-d", String(name), in: clone) }
    let passed = try await world.assay(["review", "M1", "--pass", "-m", "cold"], as: .adversary)
    #expect(passed.status == 65 && passed.stderr.contains("the evidence set \(broken.prefix(12))"), "\(passed.stderr)")
    #expect(passed.stderr.contains("hint: assay collect M1") && !passed.stderr.contains("V3"), "\(passed.stderr)")
    let failed = try await world.must("review", "M1", "--fail", "--check", "greets", "-m", "no", as: .adversary)
    #expect(failed.stderr.contains("cannot be read"), "\(failed.stderr)")
  }

  @Test func `a set whose object is damaged is one of them`() async throws {
    let world = try await Stages.world(.collected)
    let clone = world.path(.adversary)
    try await world.must("collect", "M1", as: .adversary)
    let sets = try await world.git("for-each-ref", "--format=%(objectname)", "refs/assay/evidence", in: clone)
    let second = try #require(sets.split(separator: "\n").last)
    let statement = try await world.git("rev-parse", "\(second):statement.json", in: clone)
    let object = "\(clone)/.git/objects/\(statement.prefix(2))/\(statement.dropFirst(2))"
    try FileManager.default.removeItem(atPath: object)
    let passed = try await world.must("review", "M1", "--pass", "-m", "cold", as: .adversary)
    #expect(passed.stderr.contains("the evidence set \(second.prefix(12)) that this clone keeps cannot be read"))
  }
}
