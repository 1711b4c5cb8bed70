/// Finds one cycle among things that need one another: the members in order, each needing the next, the last needing
/// the first. Nil when there is none.
func cycle<ID: Hashable>(_ needs: [(id: ID, needs: [ID])]) -> [ID]? {
  var waiting = Dictionary(needs.map { ($0.id, Set($0.needs)) }, uniquingKeysWith: { $0.union($1) })
  let known = Set(waiting.keys)
  waiting = waiting.mapValues { $0.intersection(known) }
  // Take away what needs nothing that is left, until nothing more goes.
  while true {
    let free = waiting.filter { $0.value.isEmpty }.map(\.key)
    if free.isEmpty { break }
    for id in free { waiting[id] = nil }
    waiting = waiting.mapValues { $0.subtracting(free) }
  }
  // Whatever is left needs something that is left, so this walk has to come back to its own path.
  guard let start = needs.first(where: { waiting[$0.id] != nil })?.id else { return nil }
  let order = Dictionary(needs.map { ($0.id, $0.needs) }, uniquingKeysWith: { $0 + $1 })
  var path = [start]
  while let last = path.last, let next = order[last]?.first(where: { waiting[$0] != nil }) {
    if let index = path.firstIndex(of: next) { return Array(path[index...]) }
    path.append(next)
  }
  return nil
}
