import Testing
import WorkflowModel

@testable import WorkflowRules

/// Phases at rest are looked for among packed ones: what is found is what was put there, and nothing else.
@Suite struct RestingPhasesTests {
  /// A phase of that name, which was done so many seconds after 1970 and has these seals.
  private static func phase(_ name: String, done seconds: Int64, seals: [UInt64] = []) throws -> RestingPhase {
    var packer = Packer()
    packer.put(try #require(PhaseID(name)))
    packer.put(Closing(record: .none, time: Timestamp(seconds: seconds)))
    packer.put(
      seals, Int(seconds) * 1000, name.utf8.count, PartDigest((0..<32).map { UInt8($0) ^ UInt8(seconds & 0xFF) }))
    var unpacker = Unpacker(packer.bytes)
    return try unpacker.next()
  }

  private static func many() throws -> [RestingPhase] {
    try (0..<300).map { number in
      try phase(
        "phase-\(number * 7919 % 300)" + String(repeating: "x", count: number % 40), done: Int64(number * 31 % 1000),
        seals: number % 3 == 0 ? [UInt64(number), .max] : [])
    }
  }

  @Test func `every phase is found by its name, and by its seals`() throws {
    let phases = try Self.many()
    let resting = RestingPhases(phases)
    #expect(resting.count == 300 && resting.all == phases.sorted { $0.id < $1.id })
    for phase in phases { #expect(resting.first(named: phase.id) == phase) }
    for name in ["a", "phase", "phase-", "phase-150", "phase-299xxxy", "zz", "0"] {
      let id = try #require(PhaseID(name))
      #expect(resting.first(named: id) == phases.first { $0.id == id })
    }
    #expect(resting.having(seal: 33).map(\.id) == phases.filter { $0.seals.contains(33) }.map(\.id))
    #expect(resting.having(seal: .max).count == 100 && resting.having(seal: 1).isEmpty)
    #expect(RestingPhases().first(named: phases[0].id) == nil && RestingPhases().all.isEmpty)
  }

  @Test func `the last ones that were done are told from all`() throws {
    let phases = try Self.many()
    let table = PhaseTable(awake: [], resting: RestingPhases(phases))
    let byTime = phases.sorted { ($0.closed.time, $0.id) > ($1.closed.time, $1.id) }.map(\.id)
    for count in [0, 1, 3, 50, 300, 400] { #expect(table.lastDone(count) == Array(byTime.prefix(count))) }
  }

  @Test func `what was packed is read as it was, and what was cut is not`() throws {
    let resting = RestingPhases(try Self.many())
    var packer = Packer()
    packer.put(resting)
    var unpacker = Unpacker(packer.bytes)
    #expect(try unpacker.next(RestingPhases.self) == resting && unpacker.isAtEnd)
    for length in stride(from: 0, to: packer.bytes.count, by: 61) {
      var cut = Unpacker(Array(packer.bytes.prefix(length)))
      #expect(throws: Unpackable.self) { try cut.next(RestingPhases.self) }
    }
  }
}
