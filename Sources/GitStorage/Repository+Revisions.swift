import CGit2
import GitObjects
import WorkflowModel

extension Repository {
  /// The commit that a reference's object stands for: itself, or what a tag points at in the end. Nil for a tag of
  /// something else.
  package func peeled(_ id: ObjectID) throws(StorageError) -> ObjectID? {
    switch try kind(of: id) {
    case .commit: return id
    case .tag:
      do {
        return try resolve(revision: id.description)
      } catch {
        switch error {
        case .notFound, .wrongKind, .invalidName: return nil
        default: throw error
        }
      }
    default: return nil
    }
  }

  /// The commit that a person's text names: an id or an abbreviation, a branch, a tag, `HEAD~2`.
  ///
  /// Throws ``StorageError/notFound(_:)``, ``StorageError/ambiguous(_:)``, and ``StorageError/invalidName(_:why:)`` for
  /// text that could be taken for an option or that cannot be shown.
  package func resolve(revision: String) throws(StorageError) -> ObjectID {
    guard !revision.isEmpty, !revision.hasPrefix("-"), InertText.line(revision) == revision else {
      throw .invalidName(revision, why: "it is not a revision")
    }
    let object = try lookUp(revision)
    var peeled: OpaquePointer?
    let code = git_object_peel(&peeled, object.raw, GIT_OBJECT_COMMIT)
    defer { git_object_free(peeled) }
    if code == GIT_EPEEL.rawValue || code == GIT_EINVALIDSPEC.rawValue {
      throw .invalidName(revision, why: "it names no commit")
    }
    if code < 0 { throw failure(of: "git_object_peel", code: code) }
    guard let oid = git_object_id(peeled) else { throw .notFound("commit '\(revision)'") }
    return try objectID(oid.pointee)
  }

  private func lookUp(_ revision: String) throws(StorageError) -> Handle {
    var object: OpaquePointer?
    let code = git_revparse_single(&object, handle.raw, revision)
    switch code {
    case GIT_ENOTFOUND.rawValue, GIT_EUNBORNBRANCH.rawValue: throw .notFound("commit '\(revision)'")
    case GIT_EAMBIGUOUS.rawValue: throw .ambiguous(revision)
    case GIT_EINVALIDSPEC.rawValue: throw .invalidName(revision, why: "it is not a revision")
    case ..<0: throw failure(of: "git_revparse_single", code: code)
    default: break
    }
    guard let object else { throw .notFound("commit '\(revision)'") }
    return Handle(object, free: git_object_free)
  }
}
