import CGit2
import Crypto
import GitObjects
import WorkflowModel

extension ObjectKind {
  init?(_ type: git_object_t) {
    switch type {
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }

  var type: git_object_t {
    switch self {
    case .blob: GIT_OBJECT_BLOB
    case .tree: GIT_OBJECT_TREE
    case .commit: GIT_OBJECT_COMMIT
    case .tag: GIT_OBJECT_TAG
    }
  }
}

extension Repository {
  package func exists(_ id: ObjectID) throws(StorageError) -> Bool { try header(of: id) != nil }

  /// The kind of an object; nil if it is absent.
  package func kind(of id: ObjectID) throws(StorageError) -> ObjectKind? { try header(of: id)?.kind }

  /// The contents of a file.
  ///
  /// The last small ones are kept: what a commit leaves of a file is what the next one finds.
  package func blob(_ id: ObjectID) throws(StorageError) -> [UInt8] {
    if let known = blobs[id] { return known }
    let bytes = try withObject(id, .blob) { Array($0) }
    guard bytes.count <= Self.blobLimit / 8 else { return bytes }
    if blobBytes + bytes.count > Self.blobLimit {
      blobs.removeAll(keepingCapacity: true)
      blobBytes = 0
    }
    blobs[id] = bytes
    blobBytes += bytes.count
    return bytes
  }

  /// Bytes of files that are kept.
  private static var blobLimit: Int { 4 << 20 }

  /// The size of a file in bytes, without reading it.
  package func blobSize(_ id: ObjectID) throws(StorageError) -> Int {
    guard let header = try header(of: id) else { throw .missing(id, what: "blob") }
    guard header.kind == .blob else { throw .wrongKind(id, expected: .blob, found: header.kind) }
    return header.size
  }

  /// Stores the contents of a file, and returns its id.
  package func writeBlob(_ bytes: [UInt8]) throws(StorageError) -> ObjectID { try write(bytes, as: .blob) }

  /// The id that a file with these contents has, whether stored or not.
  package static func blobID(of bytes: [UInt8]) throws(StorageError) -> ObjectID {
    try id(of: bytes, as: .blob)
  }

  static func id(of bytes: [UInt8], as kind: ObjectKind) throws(StorageError) -> ObjectID {
    try Library.start()
    var oid = git_oid()
    try check("git_odb_hash") { git_odb_hash(&oid, bytes, bytes.count, kind.type) }
    return try objectID(oid)
  }

  func write(_ bytes: [UInt8], as kind: ObjectKind) throws(StorageError) -> ObjectID {
    var oid = git_oid()
    try check("git_odb_write") { git_odb_write(&oid, database.raw, bytes, bytes.count, kind.type) }
    return try objectID(oid)
  }

  /// Lends the bytes of an object. They were checked against the id on reading, and are gone afterwards.
  func withObject<Value>(
    _ id: ObjectID, _ kind: ObjectKind, _ body: (UnsafeRawBufferPointer) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    var oid = git_oid(id)
    let handle: Handle?
    do {
      handle = try acquireIfPresent("git_odb_read", free: git_odb_object_free) {
        git_odb_read(&$0, database.raw, &oid)
      }
    } catch {
      switch error {
      case .failed(_, _, let message): throw .damaged(id, why: message)
      default: throw error
      }
    }
    guard let handle else { throw .missing(id, what: kind.rawValue) }
    guard let found = ObjectKind(git_odb_object_type(handle.raw)) else { throw .damaged(id, why: "of no known kind") }
    guard found == kind else { throw .wrongKind(id, expected: kind, found: found) }
    let bytes = UnsafeRawBufferPointer(start: git_odb_object_data(handle.raw), count: git_odb_object_size(handle.raw))
    guard Self.holds(bytes, id, kind) else { throw .damaged(id, why: "its bytes have another id") }
    return try body(bytes)
  }

  /// Whether the bytes are those that the id was made of. The sum that a pack keeps of an object does not say so: whoever
  /// can write there can write both.
  private static func holds(_ bytes: UnsafeRawBufferPointer, _ id: ObjectID, _ kind: ObjectKind) -> Bool {
    name(of: bytes, kind) == id
  }

  /// The id that is made of the bytes: as ``id(of:as:)``, for the reading of long histories.
  static func name(of bytes: UnsafeRawBufferPointer, _ kind: ObjectKind) -> ObjectID? {
    var hash = Insecure.SHA1()
    var title = "\(kind.rawValue) \(bytes.count)\u{0}"
    title.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    hash.update(bufferPointer: bytes)
    return hash.finalize().withUnsafeBytes { ObjectID(bytes: $0) }
  }

  private func header(of id: ObjectID) throws(StorageError) -> (kind: ObjectKind, size: Int)? {
    var oid = git_oid(id)
    var size = 0
    var type = GIT_OBJECT_INVALID
    let code = git_odb_read_header(&size, &type, database.raw, &oid)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    if code < 0 {
      switch failure(of: "git_odb_read_header", code: code) {
      case .failed(_, _, let message): throw .damaged(id, why: message)
      case let other: throw other
      }
    }
    guard let kind = ObjectKind(type) else { throw .damaged(id, why: "of no known kind") }
    return (kind, size)
  }
}
