import Testing

/// What a collection tells while it runs.
@Suite struct ProgressTests {
  @Test func `each check is told of as it begins and ends, with its time`() async throws {
    let world = try await Stages.world(.claimed)
    let screen = try await world.must("collect", "M1", "--verbose", as: .adversary)
    let lines = screen.stderr.split(separator: "\n").filter { $0.hasPrefix("[") || $0.hasPrefix("  ") }
    #expect(lines.first?.hasPrefix("[1/") == true, "\(screen.stderr)")
    #expect(lines.contains { $0.wholeMatch(of: #/  greets: pass, [0-9.]+s/#) != nil }, "\(screen.stderr)")
    #expect(lines.count { $0.hasPrefix("[") } == lines.count { $0.contains(": pass, ") && !$0.contains(" run ") })
  }
}
