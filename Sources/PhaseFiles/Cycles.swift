/// Finds one cycle among things that need one another: the members in order, each needing the next, the last needing
/// the first. Nil when there is none. Needs that name nothing known are left out of account.
func cycle<ID: Hashable>(_ things: [(id: ID, needs: [ID])]) -> [ID]? {
  let known = Set(things.map(\.id))
  let needs = Dictionary(
    things.map { thing in (thing.id, thing.needs.filter { known.contains($0) }) }, uniquingKeysWith: { $0 + $1 })
  var neededBy: [ID: [ID]] = [:]
  for (id, needed) in needs { for other in needed { neededBy[other, default: []].append(id) } }
  // Take away what needs nothing that is left, until nothing more goes.
  var open = needs.mapValues(\.count)
  var free = open.filter { $0.value == 0 }.map(\.key)
  while let id = free.popLast() {
    open[id] = nil
    for other in neededBy[id] ?? [] {
      guard let count = open[other] else { continue }
      open[other] = count - 1
      if count == 1 { free.append(other) }
    }
  }
  // Whatever is left needs something that is left, so this walk has to come back to its own path.
  guard let start = things.first(where: { open[$0.id] != nil })?.id else { return nil }
  var path = [start]
  var places = [start: 0]
  while let last = path.last, let next = needs[last]?.first(where: { open[$0] != nil }) {
    if let index = places[next] { return Array(path[index...]) }
    places[next] = path.count
    path.append(next)
  }
  return nil
}
