import Glibc

/// Programs that are measured in turns, so that a busy machine is busy for all of them.
struct Contender {
  let program: Program
  var prepare: () throws -> Void = {}
  var allowing: Set<Int32> = [0]
}

/// Medians of each, in the order in which they were given; of the peaks, the highest.
func contest(_ contenders: [Contender], runs: Int) throws -> [Cost] {
  var costs = contenders.map { _ in [Cost]() }
  // What was written before is not to be written out while somebody is measured.
  sync()
  for _ in 0..<runs {
    for (index, contender) in contenders.enumerated() {
      try contender.prepare()
      costs[index].append(try contender.program.run(allowing: contender.allowing))
    }
  }
  return costs.map { costs in
    Cost(
      wall: median(costs.map(\.wall)), processor: median(costs.map(\.processor)),
      peak: costs.map(\.peak).max() ?? 0)
  }
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
