import WorkflowModel

/// The commits of a walk, in its order. They share the memory of the repository that found them.
package struct CommitWalk: RandomAccessCollection, Sendable {
  private let known: CommitHeaders
  private let places: [Int32]

  /// The commits at some places, in this order.
  package init(_ known: CommitHeaders, places: [Int32]) {
    self.known = known
    self.places = places
  }

  package init(_ headers: [CommitHeader]) {
    var known = CommitHeaders()
    var places: [Int32] = []
    for header in headers { places.append(Int32(known.place(of: header.id) ?? known.add(header))) }
    self.init(known, places: places)
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }
  package subscript(position: Int) -> CommitHeader { known[Int(places[position])] }

  /// How many places there are, of the walk's commits and of others.
  package var placeCount: Int { known.count }
  /// The place of a commit; nil for one that was never read.
  package func place(of id: ObjectID) -> Int? { known.place(of: id) }
}

/// Commits as they are stored, asked for in the order of a walk and once each. One is made for each pass, and let go of
/// after it.
package protocol CommitSource: AnyObject {
  func bytes(of header: CommitHeader) throws(StorageError) -> [UInt8]
}
