import GitObjects
import WorkflowModel

/// The commits that were read, by their ids and by the places they got when they were. A history of a million takes some
/// 150 MB: what is kept of each has no memory of its own.
struct KnownCommits {
  private var headers: [CommitHeader] = []
  private var places: [ObjectID: Int32] = [:]
  private var bytes: [ObjectID: [UInt8]] = [:]
  private var bytesKept = 0

  /// Bytes of commits that are kept for whoever reads them whole next.
  private static let limit = 32 << 20

  subscript(place: Int) -> CommitHeader { headers[place] }

  var count: Int { headers.count }

  func place(of id: ObjectID) -> Int? { places[id].map { Int($0) } }

  /// The bytes are asked for only if they are kept.
  mutating func add(_ header: CommitHeader, _ raw: @autoclosure () -> [UInt8]?) -> Int {
    let place = headers.count
    headers.append(header)
    places[header.id] = Int32(place)
    if header.mayBeRecord, bytesKept < Self.limit, let raw = raw() {
      bytes[header.id] = raw
      bytesKept += raw.count
    }
    return place
  }

  mutating func takeBytes(of id: ObjectID) -> [UInt8]? {
    guard let kept = bytes.removeValue(forKey: id) else { return nil }
    bytesKept -= kept.count
    return kept
  }
}
