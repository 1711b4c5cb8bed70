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

  /// The same, put to rest one by one, many at once and all together.
  private static func ways(_ phases: [RestingPhase]) -> [RestingPhases] {
    [[300], [Int](repeating: 1, count: 300), [1, 100, 3, 90, 106], [290, 1, 1, 1, 7]].map { sizes in
      var (rest, resting) = (phases[...], RestingPhases())
      for size in sizes {
        resting.add(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      return resting
    }
  }

  @Test func `every phase is found by its name, and by its seals`() throws {
    let phases = try Self.many()
    for resting in Self.ways(phases) {
      #expect(resting.count == 300 && resting.all.sorted { $0.id < $1.id } == phases.sorted { $0.id < $1.id })
      for phase in phases { #expect(resting.first(named: phase.id) == phase) }
      for name in ["a", "phase", "phase-", "phase-150", "phase-299xxxy", "zz", "0"] {
        let id = try #require(PhaseID(name))
        #expect(resting.first(named: id) == phases.first { $0.id == id })
      }
      #expect(Set(resting.having(seal: 33).map(\.id)) == Set(phases.filter { $0.seals.contains(33) }.map(\.id)))
      #expect(resting.having(seal: .max).count == 100 && resting.having(seal: 1).isEmpty)
    }
    #expect(RestingPhases().first(named: phases[0].id) == nil && RestingPhases().all.isEmpty)
  }

  @Test func `the last ones that were done are told from all`() throws {
    let phases = try Self.many()
    let byTime = phases.sorted { ($0.closed.time, $0.id) > ($1.closed.time, $1.id) }.map(\.id)
    for resting in Self.ways(phases) {
      var state = WorkflowState()
      state.restingTables = resting.tables
      for count in [0, 1, 3, 50, 300, 400] { #expect(state.phases.lastDone(count) == Array(byTime.prefix(count))) }
    }
  }

  @Test func `few tables are written anew when a phase comes to rest, and none is large`() throws {
    var (resting, written) = (RestingPhases(), 0)
    for phase in try Self.many() {
      let before = Set(resting.tables.map(\.bytes))
      resting.add([phase])
      written += resting.tables.filter { !before.contains($0.bytes) }.map(\.count).reduce(0, +)
      #expect(resting.tables.count <= 10 && resting.tables.allSatisfy { $0.count <= RestingPhases.most })
    }
    // Each of 300 at most as often as a table doubles.
    #expect(written <= 300 * 9)
  }

  @Test func `what was woken is no longer at rest, and other tables stay as they are`() throws {
    let phases = try Self.many()
    var resting = RestingPhases()
    resting.add(Array(phases.prefix(200)))
    resting.add(Array(phases[200..<250]))
    resting.add(Array(phases[250...].prefix(10)))
    let tables = resting.tables
    #expect(tables.map(\.count) == [200, 50, 10])
    resting.remove([phases[210].id, phases[211].id])
    #expect(resting.tables.map(\.count) == [200, 48, 10] && resting.tables[0] == tables[0])
    #expect(resting.first(named: phases[210].id) == nil && resting.first(named: phases[212].id) == phases[212])
    resting.remove(Set(phases[250..<260].map(\.id)))
    #expect(resting.tables.map(\.count) == [200, 48])
  }

  @Test func `what was kept is read as it was, and what was cut is not`() throws {
    let place = KeptPlace(offset: 7, length: 1, digest: PartDigest([UInt8](repeating: 3, count: 32)))
    let table = RestingTable(try Self.many()).kept(at: place)
    #expect(try RestingTable(table.bytes, at: place) == table)
    for length in stride(from: 0, to: table.bytes.count, by: 61) {
      #expect(throws: Unpackable.self) { try RestingTable(Array(table.bytes.prefix(length)), at: place) }
    }
    // Whatever else has the right code: it is read, or it is not; it never ends the program.
    for index in 0..<min(2000, table.bytes.count) {
      for bit in [0, 7] {
        var bytes = table.bytes
        bytes[index] ^= 1 << UInt8(bit)
        do {
          _ = try RestingTable(bytes, at: place)
        } catch {
          #expect(error == Unpackable())
        }
      }
    }
  }
}
