import CGit2
import GitObjects
import WorkflowModel

/// The one door to the library's status codes: returns what is not negative, and otherwise throws with the message
/// that the library keeps for this thread.
@discardableResult
func check(_ call: String, _ body: () -> Int32) throws(StorageError) -> Int32 {
  let code = body()
  guard code < 0 else { return code }
  throw failure(of: call, code: code)
}

/// The error of a call that has just failed. The message belongs to the thread and to the last failure, so this must
/// follow the call at once.
func failure(of call: String, code: Int32) -> StorageError {
  let message = git_error_last().flatMap { $0.pointee.message.map { String(cString: $0) } } ?? "no message"
  return .failed(call: call, code: Int(code), message: message)
}

/// A pointer that the library gave us to free: freed once, by construction.
struct Handle: ~Copyable {
  let raw: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  init(_ raw: OpaquePointer, free: @escaping (OpaquePointer?) -> Void) {
    self.raw = raw
    self.free = free
  }

  deinit { free(raw) }
}

/// Calls a function that hands out a pointer, and returns the pointer with its owner.
func acquire(
  _ call: String, free: @escaping (OpaquePointer?) -> Void, _ body: (inout OpaquePointer?) -> Int32
) throws(StorageError) -> Handle {
  var raw: OpaquePointer?
  try check(call) { body(&raw) }
  guard let raw else { throw .failed(call: call, code: 0, message: "no object was returned") }
  return Handle(raw, free: free)
}

/// As ``acquire(_:free:_:)``, with nil where the library says that there is no such thing.
func acquireIfPresent(
  _ call: String, free: @escaping (OpaquePointer?) -> Void, _ body: (inout OpaquePointer?) -> Int32
) throws(StorageError) -> Handle? {
  var raw: OpaquePointer?
  let code = body(&raw)
  if code == GIT_ENOTFOUND.rawValue { return nil }
  if code < 0 { throw failure(of: call, code: code) }
  guard let raw else { throw .failed(call: call, code: 0, message: "no object was returned") }
  return Handle(raw, free: free)
}

/// Starts the library once per process.
enum Library {
  private static let started: Int32 = {
    let code = git_libgit2_init()
    // Objects are checked against their ids here, five times as fast as the library does it, and what is asked for again
    // is kept here in the form it is needed in.
    return code < 0 ? code : cgit2_read_objects_plainly()
  }()

  static func start() throws(StorageError) { try check("git_libgit2_init") { started } }
}

extension git_oid {
  init(_ id: ObjectID) {
    self.init()
    withUnsafeMutableBytes(of: &self) { id.write(to: $0) }
  }
}

/// The value of an id that the library returned.
func objectID(_ oid: git_oid) throws(StorageError) -> ObjectID {
  guard let id = withUnsafeBytes(of: oid, { (bytes: UnsafeRawBufferPointer) in ObjectID(bytes: bytes) }) else {
    throw .failed(call: "git_oid", code: 0, message: "the library was built for other ids")
  }
  return id
}
