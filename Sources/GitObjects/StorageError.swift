import WorkflowModel

/// Why the object database or the references could not do what was asked.
package enum StorageError: Error, Equatable, Sendable {
  /// Nothing bears that name.
  case notFound(String)
  /// An abbreviation that fits several objects.
  case ambiguous(String)
  /// An object that something names, but the database does not have.
  case missing(ObjectID, what: String)
  /// An object that is there and cannot be believed.
  case damaged(ObjectID, why: String)
  /// An object of another kind than the one asked for.
  case wrongKind(ObjectID, expected: ObjectKind, found: ObjectKind)
  /// A reference that did not stand where the caller last saw it. Nil means absent.
  case conflict(reference: String, expected: ObjectID?, found: ObjectID?)
  /// A reference that another process holds.
  case locked(String)
  /// A name, path, revision or text that must not be stored or looked up.
  case invalidName(String, why: String)
  /// A repository with a feature that this tool cannot read; `mend` is a command or an advice.
  case unsupported(repository: String, why: String, mend: String)
  /// A repository that belongs to another user of the machine.
  case ownership(String)
  /// A history that was cut at these commits.
  case shallow([ObjectID])
  /// Data whose size only an attack explains.
  case tooLarge(what: String, limit: Int)
  /// A reference update inside a push that has not been accepted yet.
  case quarantined(String)
  /// Anything else the library says: which call, its code and its words.
  case failed(call: String, code: Int, message: String)
}

extension StorageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let what): "\(what) does not exist in this repository; fetch, or check the spelling"
    case .ambiguous(let text): "'\(text)' fits several objects; write more of its digits"
    case .missing(let id, let what):
      "\(what) \(id) is missing from the object database; fetch it again, or run 'git fsck' to see what else is gone"
    case .damaged(let id, let why): "object \(id) is damaged: \(why); run 'git fsck' and restore it from another clone"
    case .wrongKind(let id, let expected, let found): "object \(id) is a \(found), not a \(expected)"
    case .conflict(let reference, let expected, let found):
      "\(reference) is at \(text(found)), not at \(text(expected)) as expected; read it again and start over"
    case .locked(let reference):
      "\(reference) is locked by another process; try again, and if no git runs remove its .lock file"
    case .invalidName(let name, let why): "'\(InertText.line(name))' is refused: \(why)"
    case .unsupported(let repository, let why, let mend):
      "the repository \(repository) \(why), which is not supported; \(mend)"
    case .ownership(let path):
      "the repository \(path) belongs to another user; "
        + "if you trust it: git config --global --add safe.directory '\(path)'"
    case .shallow(let boundary):
      "this clone is shallow: its history stops at \(boundary.first?.short ?? "a boundary"); "
        + "run 'git fetch --unshallow'"
    case .tooLarge(let what, let limit): "\(what) exceeds the limit of \(limit)"
    case .quarantined(let reference): "\(reference) cannot be changed before the push is accepted"
    case .failed(let call, let code, let message): "\(call) failed (\(code)): \(message)"
    }
  }

  private func text(_ id: ObjectID?) -> String { id?.description ?? "nothing" }
}
