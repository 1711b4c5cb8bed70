import GitObjects
import WorkflowModel

extension Repository {
  /// All commits that can be reached from some and not from others, parents before children.
  ///
  /// The order is a function of the history and of `tips`, never of clocks: a commit's first parent comes with all its
  /// own before the second. A missing or damaged commit throws, and so does a shallow clone: history is complete or
  /// it is an error.
  package func walk(from tips: [ObjectID], hiding hidden: [ObjectID] = []) throws(StorageError) -> CommitWalk {
    try requireComplete()
    defer { ahead.rest() }
    guard !hidden.isEmpty else { return try ordered(from: tips, among: nil) }
    if tips.count == 1, hidden.count == 1, let line = try line(from: tips[0], downTo: hidden[0]) { return line }
    return try ordered(from: tips, among: try visibleCommits(from: tips, hiding: hidden))
  }

  /// The commits above the second one, parents before children, where each up to the first has one parent: what most
  /// pushes bring. Nil where history is not so; then only a walk can tell. It looks at nothing older than the second
  /// commit by more than a day.
  package func line(from tip: ObjectID, downTo base: ObjectID) throws(StorageError) -> CommitWalk? {
    try requireComplete()
    defer { ahead.rest() }
    let oldest = try commitHeader(base).time.seconds - 86400
    var line: [Int32] = []
    var next = tip
    while next != base {
      let place = try place(of: next)
      let header = commits[place]
      guard header.parents.count == 1, let parent = header.parents.first, header.time.seconds >= oldest else {
        return nil
      }
      line.append(Int32(place))
      next = parent
    }
    return CommitWalk(commits.headers, places: line.reversed())
  }

  /// Whether the first commit can be reached from the second; true if they are one. A no has looked at everything.
  package func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws(StorageError) -> Bool {
    try requireComplete()
    defer { ahead.rest() }
    var seen: Set<ObjectID> = [descendant]
    var queue = CommitQueue()
    _ = try commitHeader(ancestor)
    queue.insert(try commitHeader(descendant))
    while let header = queue.popFirst() {
      if header.id == ancestor { return true }
      for parent in header.parents where seen.insert(parent).inserted { queue.insert(try commitHeader(parent)) }
    }
    return false
  }

  /// The newest commit that both can reach and that no other such commit can reach; nil for unrelated histories.
  package func mergeBase(_ left: ObjectID, _ right: ObjectID) throws(StorageError) -> ObjectID? {
    defer { ahead.rest() }
    let reachable = Set(try walk(from: [left]).map(\.id))
    var seen: Set<ObjectID> = [right]
    var queue = CommitQueue()
    queue.insert(try commitHeader(right))
    var candidates: [ObjectID] = []
    while let header = queue.popFirst() {
      if reachable.contains(header.id) {
        candidates.append(header.id)
        continue
      }
      for parent in header.parents where seen.insert(parent).inserted { queue.insert(try commitHeader(parent)) }
    }
    for candidate in candidates {
      var isCovered = false
      for other in candidates where other != candidate && !isCovered {
        isCovered = try isAncestor(candidate, of: other)
      }
      if !isCovered { return candidate }
    }
    return nil
  }

  func requireComplete() throws(StorageError) {
    let boundary = shallowBoundary
    guard boundary.isEmpty else { throw .shallow(boundary) }
  }

  /// A depth-first walk that lists a commit after its parents. Iterative: histories are deeper than stacks.
  private func ordered(
    from tips: [ObjectID], among wanted: Set<ObjectID>?
  ) throws(StorageError) -> CommitWalk {
    var result: [Int32] = []
    var entered = PlaceSet()
    var path: [(place: Int32, next: Int32)] = []
    for tip in tips {
      try enter(tip, among: wanted, &entered, &path)
      while let (place, next) = path.last {
        let parents = commits[Int(place)].parents
        guard next < parents.count else {
          result.append(place)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        try enter(parents[Int(next)], among: wanted, &entered, &path)
      }
    }
    return CommitWalk(commits.headers, places: result)
  }

  private func enter(
    _ id: ObjectID, among wanted: Set<ObjectID>?, _ entered: inout PlaceSet,
    _ path: inout [(place: Int32, next: Int32)]
  ) throws(StorageError) {
    if let wanted, !wanted.contains(id) { return }
    let place = try place(of: id)
    if entered.insert(place) { path.append((Int32(place), 0)) }
  }

  /// What `tips` reach and `hidden` do not.
  ///
  /// Both sides are walked newest first, until the hidden side is a day older than everything still visible. A clock
  /// that was wrong by more can only make the answer too large: a commit is left out only when it was reached.
  private func visibleCommits(from tips: [ObjectID], hiding hidden: [ObjectID]) throws(StorageError) -> Set<ObjectID> {
    var painting = Painting()
    for id in hidden { painting.paint(try commitHeader(id), hidden: true) }
    for id in tips { painting.paint(try commitHeader(id), hidden: false) }
    while let header = painting.next() {
      let isHidden = painting.isHidden(header.id)
      for parent in header.parents {
        var pending = [parent]
        while let id = pending.popLast() {
          let header = try commitHeader(id)
          // A commit that was passed as visible and turns out hidden takes its parents along.
          if painting.paint(header, hidden: isHidden) == .recoloured { pending += header.parents }
        }
      }
    }
    return painting.visible
  }
}

/// Places of known commits, a bit each.
private struct PlaceSet {
  private var words: [UInt64] = []

  /// Returns whether it was not there.
  mutating func insert(_ place: Int) -> Bool {
    let (word, bit) = (place >> 6, UInt64(1) << UInt64(place & 63))
    while words.count <= word { words.append(0) }
    guard words[word] & bit == 0 else { return false }
    words[word] |= bit
    return true
  }
}

/// Which commits were reached from which side.
private struct Painting {
  enum Effect { case fresh, recoloured, none }

  private var hiddenness: [ObjectID: Bool] = [:]
  private var waiting: Set<ObjectID> = []
  private var queue = CommitQueue()
  private var oldestVisible: Timestamp?

  var visible: Set<ObjectID> { Set(hiddenness.filter { !$0.value }.keys) }

  func isHidden(_ id: ObjectID) -> Bool { hiddenness[id] ?? false }

  @discardableResult
  mutating func paint(_ header: CommitHeader, hidden: Bool) -> Effect {
    guard let known = hiddenness[header.id] else {
      hiddenness[header.id] = hidden
      if !hidden { waiting.insert(header.id) }
      queue.insert(header)
      return .fresh
    }
    guard hidden, !known else { return .none }
    hiddenness[header.id] = true
    // One still in the queue will pass its colour on when its turn comes.
    return waiting.remove(header.id) == nil ? .recoloured : .none
  }

  mutating func next() -> CommitHeader? {
    guard let first = queue.first else { return nil }
    if waiting.isEmpty {
      guard let oldestVisible, first.time.seconds >= oldestVisible.seconds - 86400 else { return nil }
    }
    if waiting.remove(first.id) != nil { oldestVisible = min(oldestVisible ?? first.time, first.time) }
    return queue.popFirst()
  }
}
