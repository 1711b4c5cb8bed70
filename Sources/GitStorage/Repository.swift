import CGit2
import FoundationEssentials
import GitObjects
import WorkflowModel

/// A git repository, read and written in this process. Everything it returns is a value; nothing returned refers back
/// to it.
///
/// It is deliberately not `Sendable`: the library allows one thread at a time. Open one where it is used.
package final class Repository {
  let handle: Handle
  let database: Handle
  /// The commits read so far: they never change, and every walk needs them.
  var commits = KnownCommits()
  /// What reads commits before they are asked for, and the first place that the last piece of them has.
  var ahead: CommitsAhead
  var firstReadAhead = Int.max
  /// The trees read last, and about how many bytes they take.
  var trees: [ObjectID: StoredTree] = [:]
  var treeBytes = 0
  /// The small files read last, and how many bytes they have.
  var blobs: [ObjectID: [UInt8]] = [:]
  var blobBytes = 0
  /// Whether this is a hook's view of a push that may still be refused.
  let isQuarantined: Bool

  /// The directory of this work tree's own files, such as HEAD; absolute, without a slash at the end.
  package let gitDirectory: String
  /// The directory that all linked work trees share; the same as ``gitDirectory`` without such.
  package let commonDirectory: String
  /// The root of the work tree; nil in a bare repository.
  package let workDirectory: String?

  private init(_ handle: consuming Handle, isQuarantined: Bool = false) throws(StorageError) {
    let raw = handle.raw
    database = try acquire("git_repository_odb", free: git_odb_free) { git_repository_odb(&$0, raw) }
    gitDirectory = Self.directory(git_repository_path(raw)) ?? ""
    commonDirectory = Self.directory(git_repository_commondir(raw)) ?? gitDirectory
    workDirectory = Self.directory(git_repository_workdir(raw))
    ahead = CommitsAhead(objects: commonDirectory + "/objects")
    self.handle = handle
    self.isQuarantined = isQuarantined
  }

  private static func directory(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    let path = String(cString: text)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Opens the repository that contains a path: a work tree or a directory below it, a linked work tree, or a bare
  /// repository.
  ///
  /// Throws ``StorageError/notFound(_:)``, ``StorageError/unsupported(repository:why:mend:)`` and
  /// ``StorageError/ownership(_:)`` for what keeps a repository shut.
  package static func open(containing path: String) throws(StorageError) -> Repository {
    try Library.start()
    do {
      let handle = try acquire("git_repository_open_ext", free: git_repository_free) {
        git_repository_open_ext(&$0, path, 0, nil)
      }
      let repository = try Repository(handle)
      try repository.refusePartialClone()
      return repository
    } catch {
      throw try diagnose(error, openingAt: path)
    }
  }

  /// Makes an empty repository, with `main` as its first branch unless told otherwise. Throws if one is there.
  package static func create(
    at path: String, bare: Bool, initialBranch: String = "main"
  ) throws(StorageError) -> Repository {
    try Library.start()
    var options = git_repository_init_options()
    try check("git_repository_init_options_init") {
      git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
    }
    options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
    if bare { options.flags |= GIT_REPOSITORY_INIT_BARE.rawValue }
    let handle = try acquire("git_repository_init_ext", free: git_repository_free) { raw in
      initialBranch.withCString { branch in
        options.initial_head = branch
        return git_repository_init_ext(&raw, path, &options)
      }
    }
    return try Repository(handle)
  }

  /// Opens the repository that git's environment variables describe, as a hook sees it: objects of a push that has
  /// not been accepted yet are visible, and references cannot be changed while that is so.
  package static func fromEnvironment() throws(StorageError) -> Repository {
    try Library.start()
    let handle = try acquire("git_repository_open_ext", free: git_repository_free) {
      git_repository_open_ext(&$0, nil, GIT_REPOSITORY_OPEN_FROM_ENV.rawValue, nil)
    }
    return try Repository(
      handle, isQuarantined: ProcessInfo.processInfo.environment["GIT_QUARANTINE_PATH"] != nil)
  }

  package var isBare: Bool { git_repository_is_bare(handle.raw) == 1 }

  /// Whether history was cut when this repository was cloned or fetched.
  package var isShallow: Bool { !shallowBoundary.isEmpty }

  /// The commits whose parents were left behind.
  package var shallowBoundary: [ObjectID] {
    // Read here: the library looks beside HEAD, where a linked work tree has no such file.
    guard let contents = FileManager.default.contents(atPath: commonDirectory + "/shallow") else { return [] }
    return contents.split(separator: 0x0A).compactMap { ObjectID(String(decoding: $0, as: UTF8.self)) }
  }
}
