import GitObjects
import WorkflowModel

/// The commits that were read, and the bytes of some.
struct KnownCommits {
  private(set) var headers = CommitHeaders()
  private var bytes: [ObjectID: [UInt8]] = [:]
  private var bytesKept = 0

  /// Bytes of commits that are kept for whoever reads them whole next.
  private static let limit = 16 << 20

  subscript(place: Int) -> CommitHeader { headers[place] }

  var count: Int { headers.count }

  func place(of id: ObjectID) -> Int? { headers.place(of: id) }

  /// Adds what was read ahead, if it is not there.
  mutating func add(_ read: CommitRead) {
    guard headers.place(of: read.header.id) == nil else { return }
    _ = headers.add(read.header)
    keep(read.bytes, of: read.header)
  }

  /// The bytes are asked for only if they are kept.
  mutating func add(_ header: CommitHeader, _ raw: @autoclosure () -> [UInt8]?) -> Int {
    let place = headers.add(header)
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
