import GitObjects
import WorkflowModel

/// Commits to look at, the newest by committer time first. A heap, since histories are long.
struct CommitQueue {
  private var heap: [CommitHeader] = []

  var first: CommitHeader? { heap.first }

  mutating func insert(_ header: CommitHeader) {
    heap.append(header)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isBefore(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popFirst() -> CommitHeader? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var best = 2 * parent + 1
      guard best < heap.count else { return first }
      if best + 1 < heap.count, Self.isBefore(heap[best + 1], heap[best]) { best += 1 }
      guard Self.isBefore(heap[best], heap[parent]) else { return first }
      heap.swapAt(best, parent)
      parent = best
    }
  }

  private static func isBefore(_ left: CommitHeader, _ right: CommitHeader) -> Bool {
    left.time == right.time ? left.id < right.id : left.time > right.time
  }
}
