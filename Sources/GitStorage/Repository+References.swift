import CGit2
import GitObjects
import WorkflowModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a reference must stand at for a change to be made. There is no "whatever".
package enum Expectation: Hashable, Sendable {
  case absent
  case exactly(ObjectID)

  package init(_ id: ObjectID?) { self = id.map { .exactly($0) } ?? .absent }

  package var id: ObjectID? {
    switch self {
    case .absent: nil
    case .exactly(let id): id
    }
  }
}

extension Repository {
  /// The object that a full name such as `refs/heads/main` stands for; nil if there is no such reference, or if it
  /// points at one that is not there.
  package func reference(_ name: String) throws(StorageError) -> ObjectID? {
    try requireValid(name)
    var oid = git_oid()
    let code = git_reference_name_to_id(&oid, handle.raw, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    if code < 0 { throw failure(of: "git_reference_name_to_id", code: code) }
    return try objectID(oid)
  }

  /// The full name of the reference that moves when this one is moved: the one that it stands for if it is symbolic, whether
  /// that exists or not; else itself.
  package func movedReference(_ name: String) throws(StorageError) -> String {
    var name = name
    // git follows no more than five, and refuses to move what leads further.
    for _ in 0..<8 {
      var raw: OpaquePointer?
      let code = git_reference_lookup(&raw, handle.raw, name)
      let absent = [GIT_ENOTFOUND, GIT_EINVALIDSPEC, GIT_EBUFS].map(\.rawValue)
      if absent.contains(code) { return name }
      if code < 0 { throw failure(of: "git_reference_lookup", code: code) }
      defer { git_reference_free(raw) }
      guard let target = git_reference_symbolic_target(raw).map({ String(cString: $0) }) else { return name }
      name = target
    }
    return name
  }

  /// The name of the branch that HEAD stands for, even before its first commit; nil while HEAD is detached.
  package func symbolicHead() throws(StorageError) -> String? {
    let head = try acquire("git_reference_lookup", free: git_reference_free) {
      git_reference_lookup(&$0, handle.raw, "HEAD")
    }
    guard let target = git_reference_symbolic_target(head.raw).map({ String(cString: $0) }) else { return nil }
    return target.hasPrefix("refs/heads/") ? String(target.dropFirst("refs/heads/".count)) : target
  }

  /// The references whose full names begin with a prefix, sorted by name; but for those whose names are longer than the
  /// library can read: git has such, and whoever may push can make one.
  package func references(under prefix: String) throws(StorageError) -> [(name: String, id: ObjectID)] {
    // The library looks only where the prefix leads, unless there is something in it that a pattern would understand.
    let isPlain = prefix.utf8.allSatisfy { !"*?[\\".utf8.contains($0) }
    let iterator = try acquire("git_reference_iterator_new", free: git_reference_iterator_free) {
      isPlain
        ? git_reference_iterator_glob_new(&$0, handle.raw, prefix + "*")
        : git_reference_iterator_new(&$0, handle.raw)
    }
    var found: [(name: String, id: ObjectID)] = []
    while true {
      var raw: UnsafePointer<CChar>?
      let code = git_reference_next_name(&raw, iterator.raw)
      if code == GIT_ITEROVER.rawValue { break }
      if code < 0 { throw failure(of: "git_reference_next_name", code: code) }
      guard let raw else { continue }
      let name = String(cString: raw)
      guard name.utf8.count < Self.longestName, name.afterPrefix(prefix) != nil, let id = try reference(name)
      else { continue }
      found.append((name, id))
    }
    return found.sorted { $0.name < $1.name }
  }

  /// The library's `GIT_REFNAME_MAX`.
  private static var longestName: Int { 1024 }

  /// Points a reference at an object, if it stands where the caller expects. It may point at anything, trees included.
  ///
  /// Throws ``StorageError/conflict(reference:expected:found:)`` if it stands elsewhere, and
  /// ``StorageError/locked(_:)`` if another process still holds it after a few milliseconds.
  package func setReference(_ name: String, to id: ObjectID, expecting: Expectation) throws(StorageError) {
    try change(name, expecting: expecting) { transaction throws(StorageError) in
      guard try exists(id) else { throw .missing(id, what: "object for \(name)") }
      var oid = git_oid(id)
      var signature: UnsafeMutablePointer<git_signature>?
      try check("git_signature_now") { git_signature_now(&signature, "assay", "assay@localhost") }
      defer { git_signature_free(signature) }
      try check("git_transaction_set_target") {
        git_transaction_set_target(transaction.raw, name, &oid, signature, "assay: update")
      }
    }
  }

  /// Removes the lock of a reference that only the caller changes, when the one who took it cannot be alive.
  package func breakLock(of name: String) throws(StorageError) {
    try requireValid(name)
    guard name.hasPrefix("refs/assay/") else { throw .invalidName(name, why: "its lock may be somebody else's") }
    unlink("\(commonDirectory)/\(name).lock")
  }

  /// Removes a reference, if it stands where the caller expects.
  package func deleteReference(_ name: String, expecting: Expectation) throws(StorageError) {
    try change(name, expecting: expecting) { transaction throws(StorageError) in
      if expecting == .absent { return }
      try check("git_transaction_remove") { git_transaction_remove(transaction.raw, name) }
    }
  }

  /// Locks, compares, changes. The comparison is made under the lock: the library's own create-if-absent looks first
  /// and locks afterwards.
  private func change(
    _ name: String, expecting: Expectation, _ body: (borrowing Handle) throws(StorageError) -> Void
  ) throws(StorageError) {
    try requireValid(name)
    guard name.hasPrefix("refs/") else { throw .invalidName(name, why: "only names below refs/ are changed") }
    guard !isQuarantined else { throw .quarantined(name) }
    let transaction = try acquire("git_transaction_new", free: git_transaction_free) {
      git_transaction_new(&$0, handle.raw)
    }
    try lock(name, in: transaction)
    let found = try reference(name)
    guard found == expecting.id else { throw .conflict(reference: name, expected: expecting.id, found: found) }
    try body(transaction)
    try check("git_transaction_commit") { git_transaction_commit(transaction.raw) }
  }

  private func lock(_ name: String, in transaction: borrowing Handle) throws(StorageError) {
    for attempt in 1...5 {
      let code = git_transaction_lock_ref(transaction.raw, name)
      if code == GIT_ELOCKED.rawValue {
        if attempt < 5 { usleep(UInt32(attempt) * 1000) }
        continue
      }
      if code < 0 { throw failure(of: "git_transaction_lock_ref", code: code) }
      return
    }
    throw .locked(name)
  }

  private func requireValid(_ name: String) throws(StorageError) {
    var valid: Int32 = 0
    try check("git_reference_name_is_valid") { git_reference_name_is_valid(&valid, name) }
    guard valid == 1, !name.utf8.contains(0) else {
      throw .invalidName(name, why: "it is not a full reference name")
    }
  }
}
