import WorkflowModel
import WorkflowRules

/// Explores every order of everything that can be written, breadth first, to a bound on depth and on states.
package struct Explorer: Sendable {
  package let setting: Setting
  package let judging: Judging
  private let sought: Flaw?
  private let moves: [Move]
  private let symmetries: [[UInt64]]

  /// Stops at the first unearned DONE; with a flaw to look for, at the first that has it.
  package init(_ setting: Setting, _ judging: Judging = .real, looksFor flaw: Flaw? = nil) {
    self.setting = setting
    self.judging = judging
    sought = flaw
    moves = Alphabet.moves(setting)
    symmetries = setting.symmetries
  }

  package var letters: Int { moves.count }

  /// A state as the way to it: from which other, by which move. The world itself is made again when it is needed.
  private struct Node {
    let parent: UInt32
    let move: UInt16
  }

  private struct Found: Sendable {
    let fingerprint: Fingerprint
    let parent: UInt32
    let move: UInt16
    let isDone: Bool
    let unearned: [Flaw]
  }

  private struct Harvest: Sendable {
    var found: [Found] = []
    var judged = 0
    var refused = 0
    var byRule: [RuleID: Int] = [:]
  }

  /// Explores until nothing is new, or to the depth, or until so many states are known, or to the first violation.
  package func explore(
    depth: Int, states limit: Int, workers: Int, progress: (@Sendable (Survey) -> Void)? = nil
  ) async -> Survey {
    var result = Survey()
    let first = World(setting)
    var seen: Set<Fingerprint> = [first.fingerprint(symmetries)]
    var nodes = [Node(parent: 0, move: 0)]
    var level = 0..<1
    while result.depth < depth, !level.isEmpty, result.violation == nil {
      let end = nodes.count
      var next = level.lowerBound
      while next < level.upperBound, result.violation == nil, nodes.count < limit {
        let slice = next..<min(next + 4096, level.upperBound)
        next = slice.upperBound
        for harvest in await harvest(slice, nodes, workers) {
          result.judged += harvest.judged
          result.refused += harvest.refused
          result.byRule.merge(harvest.byRule, uniquingKeysWith: +)
          for found in harvest.found {
            let node = Node(parent: found.parent, move: found.move)
            // A known state may be reached in a way that is not earned.
            if isSought(found.unearned), result.violation == nil {
              result.violation = Violated(trace: trace(to: node, nodes), flaws: found.unearned)
            }
            guard seen.insert(found.fingerprint).inserted else { continue }
            nodes.append(node)
            if found.isDone { result.done += 1 }
          }
        }
      }
      if next < level.upperBound, result.violation == nil {
        result.isCutShort = true
        break
      }
      result.states = nodes.count
      level = end..<nodes.count
      result.isExhausted = level.isEmpty
      if !level.isEmpty { result.depth += 1 }
      progress?(result)
    }
    result.states = nodes.count
    return result
  }

  private func isSought(_ flaws: [Flaw]) -> Bool { sought.map(flaws.contains) ?? !flaws.isEmpty }

  private func harvest(_ slice: Range<Int>, _ nodes: [Node], _ workers: Int) async -> [Harvest] {
    let size = max(1, (slice.count + workers * 4 - 1) / (workers * 4))
    let starts = Array(stride(from: slice.lowerBound, to: slice.upperBound, by: size))
    return await withTaskGroup(of: (Int, Harvest).self) { group in
      var harvests = starts.map { _ in Harvest() }
      var waiting = starts.indices.makeIterator()
      func begin() {
        guard let index = waiting.next() else { return }
        let part = starts[index]..<min(starts[index] + size, slice.upperBound)
        group.addTask { (index, expand(part, nodes)) }
      }
      for _ in 0..<workers { begin() }
      while let (index, harvest) = await group.next() {
        harvests[index] = harvest
        begin()
      }
      return harvests
    }
  }

  private func expand(_ part: Range<Int>, _ nodes: [Node]) -> Harvest {
    var harvest = Harvest()
    var known: Set<Fingerprint> = []
    var parent: (index: UInt32, world: World)?
    for index in part {
      let node = nodes[index]
      // Neighbours have the same parent more often than not.
      if parent?.index != node.parent { parent = (node.parent, world(Int(node.parent), nodes)) }
      guard let from = parent?.world else { continue }
      let world = index == 0 ? from : stepped(from, node)
      var last: (deed: Deed, draft: Draft?)?
      for (number, move) in moves.enumerated() {
        let outcome: Outcome
        if case .write(let letter) = move {
          if last?.deed != letter.deed { last = (letter.deed, world.draft(letter.deed)) }
          guard let draft = last?.draft else { continue }
          outcome = world.outcome(of: letter, draft, judging)
        } else {
          outcome = world.outcome(of: move, judging)
        }
        switch outcome {
        case .notOffered: continue
        case .refused(let refusals):
          harvest.judged += 1
          harvest.refused += 1
          if let rule = refusals.first?.rule { harvest.byRule[rule, default: 0] += 1 }
        case .taken(let next, let unearned):
          harvest.judged += 1
          let fingerprint = next.fingerprint(symmetries)
          guard known.insert(fingerprint).inserted || !unearned.isEmpty else { continue }
          harvest.found.append(
            Found(
              fingerprint: fingerprint, parent: UInt32(index), move: UInt16(number),
              isDone: next.phase.stage == .done, unearned: unearned))
        }
      }
    }
    return harvest
  }

  private func world(_ index: Int, _ nodes: [Node]) -> World {
    var path: [Node] = []
    var index = index
    while index > 0 {
      path.append(nodes[index])
      index = Int(nodes[index].parent)
    }
    return path.reversed().reduce(World(setting)) { stepped($0, $1) }
  }

  private func stepped(_ world: World, _ node: Node) -> World {
    guard case .taken(let next, _) = world.outcome(of: moves[Int(node.move)], judging) else {
      preconditionFailure("a way that was gone can be gone again")
    }
    return next
  }

  private func trace(to node: Node, _ nodes: [Node]) -> [String] {
    var path = [moves[Int(node.move)].description]
    var index = Int(node.parent)
    while index > 0 {
      path.append(moves[Int(nodes[index].move)].description)
      index = Int(nodes[index].parent)
    }
    return path.reversed()
  }
}

/// What an exploration has come to.
package struct Survey: Sendable {
  package var states = 1
  package var depth = 0
  package var judged = 0
  package var refused = 0
  /// States in which the phase is done.
  package var done = 0
  package var byRule: [RuleID: Int] = [:]
  package var violation: Violated?
  /// Whether the last level was not finished, for the bound on states.
  package var isCutShort = false
  /// Whether nothing new was left at this depth.
  package var isExhausted = false

  package init() {}
}

package struct Violated: Sendable {
  package let trace: [String]
  package let flaws: [Flaw]
}
