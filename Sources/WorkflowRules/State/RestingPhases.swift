import WorkflowModel

/// The phases at rest. When some are added, a table that is not much larger goes into one with them, until it is full: a
/// phase is written again as often as its table doubles. When one is woken, its table alone is written again.
struct RestingPhases: Hashable, Sendable {
  /// How many phases a table has at most.
  static let most = 256

  /// The oldest first.
  private(set) var tables: [RestingTable] = []

  init() {}

  init(_ tables: [RestingTable]) { self.tables = tables }

  var count: Int { tables.reduce(0) { $0 + $1.count } }
  var isEmpty: Bool { tables.isEmpty }
  var all: [RestingPhase] { tables.flatMap(\.all) }

  mutating func add(_ phases: [RestingPhase]) {
    var left = phases[...]
    while !left.isEmpty {
      var some = Array(left.prefix(Self.most))
      left = left.dropFirst(some.count)
      while let last = tables.last, last.count <= 2 * some.count, last.count + some.count <= Self.most {
        some += last.all
        tables.removeLast()
      }
      tables.append(RestingTable(some))
    }
  }

  mutating func remove(_ ids: Set<PhaseID>) {
    tables = tables.compactMap { table in
      guard ids.contains(where: { table.first(named: $0) != nil }) else { return table }
      let left = table.all.filter { !ids.contains($0.id) }
      return left.isEmpty ? nil : RestingTable(left)
    }
  }

  func first(named id: PhaseID) -> RestingPhase? {
    for table in tables {
      if let phase = table.first(named: id) { return phase }
    }
    return nil
  }

  func having(seal mark: UInt64) -> [RestingPhase] { tables.flatMap { $0.having(seal: mark) } }
}
