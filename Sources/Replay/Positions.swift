import GitObjects
import WorkflowModel

/// How many records there are among a commit's ancestors and itself, for the commits that a fold has come by. They are kept
/// by the places that the commits of the walk have: a number each, in histories of a million.
struct Positions {
  private var walk = CommitWalk([])
  private var known: [Int32] = []
  /// Those from before the walk.
  private var before: [ObjectID: Int] = [:]

  mutating func begin(_ walk: CommitWalk) {
    self.walk = walk
    known = [Int32](repeating: -1, count: walk.placeCount)
  }

  subscript(id: ObjectID) -> Int? {
    get {
      if let place = walk.place(of: id), known[place] >= 0 { return Int(known[place]) }
      return before.isEmpty ? nil : before[id]
    }
    set {
      guard let place = walk.place(of: id) else { return before[id] = newValue }
      known[place] = newValue.map { Int32($0) } ?? -1
    }
  }
}
