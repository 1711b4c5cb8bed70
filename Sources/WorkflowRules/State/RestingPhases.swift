import WorkflowModel

/// The phases at rest. When some are added, tables that are not much larger go into one with them: a phase is written again
/// as often as its table doubles, and there are as few tables as the number of phases has digits.
struct RestingPhases: Hashable, Sendable {
  /// The largest first, about.
  private(set) var tables: [RestingTable] = []

  init() {}

  init(_ tables: [RestingTable]) { self.tables = tables }

  var count: Int { tables.reduce(0) { $0 + $1.count } }
  var isEmpty: Bool { tables.isEmpty }
  var all: [RestingPhase] { tables.flatMap(\.all) }

  mutating func add(_ phases: [RestingPhase]) {
    guard !phases.isEmpty else { return }
    var phases = phases
    while let last = tables.last, last.count <= 2 * phases.count {
      phases += last.all
      tables.removeLast()
    }
    tables.append(RestingTable(phases))
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
