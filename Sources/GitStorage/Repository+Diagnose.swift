import GitObjects

import CGit2
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Repository {
  /// Finds out, from the repository's own files and never from the library's words, why it did not open.
  static func diagnose(_ error: StorageError, openingAt path: String) throws(StorageError) -> StorageError {
    guard let directory = try discover(path) else { return .notFound("a git repository at '\(path)'") }
    if let unsupported = try unsupportedExtension(in: directory) { return unsupported }
    var status = stat()
    let isForeign = lstat(directory, &status) == 0 && status.st_uid != geteuid()
    return isForeign ? .ownership(workTree(of: directory)) : error
  }

  /// The git directory of the repository that contains a path, found by looks alone.
  private static func discover(_ path: String) throws(StorageError) -> String? {
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    let code = git_repository_discover(&buffer, path, 0, nil)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    if code < 0 { throw failure(of: "git_repository_discover", code: code) }
    return buffer.ptr.map { String(cString: $0) }
  }

  private static func workTree(of directory: String) -> String {
    let trimmed = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    return trimmed.hasSuffix("/.git") ? String(trimmed.dropLast(5)) : trimmed
  }

  private static func unsupportedExtension(in directory: String) throws(StorageError) -> StorageError? {
    var common = directory
    if let pointer = FileManager.default.contents(atPath: directory + "/commondir") {
      let target = String(decoding: pointer.prefix { $0 != 0x0A }, as: UTF8.self)
      common = target.hasPrefix("/") ? target : directory + "/" + target
    }
    let file = common + "/config"
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    let config = try acquire("git_config_open_ondisk", free: git_config_free) { git_config_open_ondisk(&$0, file) }
    let place = workTree(of: directory)
    if let value = try setting("extensions.objectformat", in: config), value.lowercased() != "sha1" {
      return .unsupported(repository: place, why: "uses \(value) ids", mend: "use a SHA-1 repository")
    }
    if try setting("extensions.worktreeconfig", in: config) != nil {
      return .unsupported(
        repository: place, why: "keeps settings per work tree (extensions.worktreeConfig)",
        mend: "if 'git config --worktree --list' shows nothing you need: "
          + "git sparse-checkout disable; git config --unset extensions.worktreeConfig")
    }
    if try setting("extensions.partialclone", in: config) != nil {
      return .unsupported(
        repository: place, why: "is a partial clone (extensions.partialClone)",
        mend: "clone it again without --filter")
    }
    if let value = try setting("extensions.refstorage", in: config), value.lowercased() != "files" {
      return .unsupported(
        repository: place, why: "keeps its references as \(value)", mend: "clone it again with --ref-format=files")
    }
    return nil
  }

  /// Since git 2.25 only a remote's setting tells a partial clone, and the library opens one: what was left out would
  /// then be missing in the middle of history.
  func refusePartialClone() throws(StorageError) {
    let settings = try localConfiguration(under: "remote.")
    guard settings.contains(where: { $0.key.hasSuffix(".promisor") && $0.value.lowercased() != "false" }) else {
      return
    }
    throw .unsupported(
      repository: Self.workTree(of: commonDirectory), why: "is a partial clone: a remote of it is a promisor",
      mend: "clone it again without --filter")
  }

  private static func setting(_ key: String, in config: borrowing Handle) throws(StorageError) -> String? {
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    let code = git_config_get_string_buf(&buffer, config.raw, key)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    if code < 0 { throw failure(of: "git_config_get_string_buf", code: code) }
    return buffer.ptr.map { String(cString: $0) }
  }
}
