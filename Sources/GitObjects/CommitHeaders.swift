import WorkflowModel

/// Headers of commits, each at the place that it got when it was added.
///
/// Made for histories of a million: they lie in pieces, so that none is copied when there are more, and a place is found
/// by a table of numbers alone. A million takes some 80 MB, 72 of them the headers themselves.
package struct CommitHeaders: Sendable {
  private var pieces: [[Row]] = []
  /// The parents but the first, of commits that have such.
  private var otherParents: [Int32: [ObjectID]] = [:]
  /// Where each commit begins to look for its place; what is taken goes to the next one that is free.
  private var table: [Int32]
  /// How far a hash is moved to be a line of the table.
  private var shift: UInt64
  /// Ids are digests, and those who push choose among them: they cannot know which ones meet under a secret odd factor.
  private let factor = UInt64.random(in: .min ... .max) | 1
  package private(set) var count = 0

  private static let pieceBits = 10
  private static let pieceSize = 1 << pieceBits
  private static let firstBits: UInt64 = 10

  package init() {
    table = [Int32](repeating: -1, count: 1 << Self.firstBits)
    shift = 64 - Self.firstBits
  }

  package subscript(place: Int) -> CommitHeader {
    let row = row(place)
    let parents = CommitParents(
      row.hasParent ? row.parent : nil, row.hasOthers ? otherParents[Int32(place), default: []] : [])
    return CommitHeader(
      id: row.id, tree: row.tree, parents: parents, time: row.time, mayBeRecord: row.mayBeRecord)
  }

  private func row(_ place: Int) -> Row { pieces[place >> Self.pieceBits][place & (Self.pieceSize - 1)] }

  package func place(of id: ObjectID) -> Int? {
    let place = table[line(of: id)]
    return place < 0 ? nil : Int(place)
  }

  /// Adds a header whose commit is not there yet, and returns its place.
  package mutating func add(_ header: CommitHeader) -> Int {
    if count * 2 >= table.count { grow() }
    let place = count
    table[line(of: header.id)] = Int32(place)
    if place & (Self.pieceSize - 1) == 0 { pieces.append([]) }
    pieces[pieces.count - 1].append(Row(header))
    if header.parents.count > 1 { otherParents[Int32(place)] = Array(header.parents.dropFirst()) }
    count += 1
    return place
  }

  /// The line where a commit's place stands, or would.
  private func line(of id: ObjectID) -> Int {
    var line = Int((id.leadingBytes &* factor) >> shift)
    while true {
      let place = table[line]
      if place < 0 || row(Int(place)).id == id { return line }
      line = (line + 1) & (table.count - 1)
    }
  }

  private mutating func grow() {
    shift -= 1
    table = [Int32](repeating: -1, count: table.count * 2)
    for place in 0..<count { table[line(of: row(place).id)] = Int32(place) }
  }
}

/// A header in as many bytes as it needs: what is smaller stands where an id leaves room.
private struct Row {
  let id: ObjectID
  private let early: UInt32
  let tree: ObjectID
  private let late: UInt32
  let parent: ObjectID
  let mayBeRecord: Bool
  let hasParent: Bool
  let hasOthers: Bool

  init(_ header: CommitHeader) {
    id = header.id
    tree = header.tree
    hasParent = header.parents.first != nil
    parent = header.parents.first ?? .none
    hasOthers = header.parents.count > 1
    mayBeRecord = header.mayBeRecord
    let seconds = UInt64(bitPattern: header.time.seconds)
    (early, late) = (UInt32(truncatingIfNeeded: seconds >> 32), UInt32(truncatingIfNeeded: seconds))
  }

  var time: Timestamp { Timestamp(seconds: Int64(bitPattern: UInt64(early) << 32 | UInt64(late))) }
}
