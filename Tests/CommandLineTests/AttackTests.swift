import HostEffects
import TestSupport
import Testing

/// The catalogue of attacks, played with this binary against a guarded remote and an unguarded one.
@Suite struct AttackTests {
  @Test(.timeLimit(.minutes(25))) func `every attack is refused by the guard and found by the audit`() async throws {
    let world = try World()
    let outcome = try await runTool(
      ToolRequest(
        executable: "bash", arguments: [Binary.root + "/Tests/Attacks/run.sh", Binary.path],
        environment: world.environment(["ASSAY_NOW": nil])))
    let output = String(decoding: outcome.stdout, as: UTF8.self)
    let error = String(decoding: outcome.stderr, as: UTF8.self)
    let missed = output.split(separator: "\n").filter { $0.hasPrefix("MISSED") }
    #expect(outcome.status == .exited(0), "\(missed.joined(separator: "\n"))\n\(error.suffix(2000))")
    #expect(missed.isEmpty)
    // A catalogue that is not read plays nothing, and misses nothing.
    #expect(output.split(separator: "\n").count { $0.hasPrefix("ok ") } > 300)
  }
}
