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

  /// Adds what was read ahead, if it is not there.
  mutating func add(_ read: CommitRead) {
    let place = Int32(headers.count)
    if let known = places.updateValue(place, forKey: read.header.id) {
      places[read.header.id] = known
      return
    }
    headers.append(read.header)
    keep(read.bytes, of: read.header)
  }

  /// The bytes are asked for only if they are kept.
  mutating func add(_ header: CommitHeader, _ raw: @autoclosure () -> [UInt8]?) -> Int {
    let place = headers.count
    headers.append(header)
    places[header.id] = Int32(place)
    keep(header.mayBeRecord ? raw() : nil, of: header)
    return place
  }

  private mutating func keep(_ raw: [UInt8]?, of header: CommitHeader) {
    guard let raw, bytesKept < Self.limit else { return }
    bytes[header.id] = raw
    bytesKept += raw.count
  }

  mutating func takeBytes(of id: ObjectID) -> [UInt8]? {
    guard let kept = bytes.removeValue(forKey: id) else { return nil }
    bytesKept -= kept.count
    return kept
  }
}
