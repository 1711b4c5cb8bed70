import Glibc

/// Files below one directory, read without ever being led out of it: a path is resolved with all its symbolic links
/// before it is opened, devices and pipes are refused, and sizes are bounded.
package struct WorkspaceFiles: Sendable {
  /// The directory, with all symbolic links resolved.
  package let root: String

  /// Nil when the directory cannot be resolved.
  package init?(root: String) {
    guard let resolved = resolvedPath(root) else { return nil }
    self.root = resolved
  }

  /// What a path turned out to be.
  package enum Finding: Hashable, Sendable {
    case absent
    case file(resolved: String)
    case directory(resolved: String)
    case other
    case outside
  }

  /// What stands at the path, which is relative to the root. A broken link is absent.
  package func look(_ path: String) -> Finding {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    guard !path.hasPrefix("/"), !parts.contains(".."), !path.utf8.contains(0) else { return .outside }
    guard let resolved = resolvedPath(root + "/" + path) else { return .absent }
    guard resolved == root || resolved.hasPrefix(root + "/") else { return .outside }
    var status = stat()
    guard lstat(resolved, &status) == 0 else { return .absent }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(resolved: resolved)
    case S_IFDIR: return .directory(resolved: resolved)
    default: return .other
    }
  }

  /// Hands over the bytes of a file that `look` has resolved, piece by piece. Returns false when it could not be read
  /// to its end.
  package func read(resolved: String, _ take: ([UInt8]) -> Void) -> Bool {
    let file = open(resolved, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count == 0 { return true }
      if count < 0, errno != EINTR { return false }
      if count > 0 { take(Array(buffer[..<count])) }
    }
  }

  /// The whole file, or nil when it cannot be read or is longer than the limit, in bytes.
  package func bytes(resolved: String, limit: Int) -> [UInt8]? {
    var status = stat()
    guard lstat(resolved, &status) == 0, status.st_size <= limit else { return nil }
    var bytes: [UInt8] = []
    let isWhole = read(resolved: resolved) { piece in
      if bytes.count <= limit { bytes += piece }
    }
    return isWhole && bytes.count <= limit ? bytes : nil
  }

  /// When the file's bytes were last changed, in nanoseconds since 1970 by the file system's clock.
  package func changed(_ path: String) -> Int64? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }

  /// Paths, relative to the root, of the files and links below it, without what git keeps; nil when there are more than
  /// the limit.
  package func paths(below start: String = "", limit: Int = 500_000) -> [String]? {
    var found: [String] = []
    var pending = [start]
    while let directory = pending.popLast() {
      guard let stream = opendir(directory.isEmpty ? root : root + "/" + directory) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name == "." || name == ".." || (directory.isEmpty && name == ".git") { continue }
        let path = directory.isEmpty ? name : directory + "/" + name
        var status = stat()
        guard lstat(root + "/" + path, &status) == 0 else { continue }
        // Links to directories are not walked: they could lead out, or around in a circle.
        if status.st_mode & S_IFMT == S_IFDIR { pending.append(path) } else { found.append(path) }
        if found.count + pending.count > limit { return nil }
      }
    }
    return found.sorted()
  }

  /// Removes a file or link. Returns false when it stays.
  package func remove(_ path: String) -> Bool { unlink(root + "/" + path) == 0 || errno == ENOENT }

  /// Makes an empty file anew; false when that fails. What its ``changed(_:)`` says is the file system's present.
  package static func touch(_ path: String) -> Bool {
    unlink(path)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    close(file)
    return true
  }
}

/// Where programs are found.
package enum ProgramSearch {
  package enum Answer: Hashable, Sendable {
    case found(String)
    case notExecutable(String)
    case notFound
  }

  /// Looks a program up as a shell would: a name on the search path, a path with a slash from the directory.
  package static func find(_ program: String, path: String, directory: String) -> Answer {
    if program.contains("/") {
      let absolute = program.hasPrefix("/") ? program : directory + "/" + program
      return kind(of: absolute) ?? .notFound
    }
    guard !program.isEmpty else { return .notFound }
    var refused: Answer?
    for entry in path.split(separator: ":") where entry.hasPrefix("/") {
      switch kind(of: entry + "/" + program) {
      case .found(let found): return .found(found)
      case .notExecutable(let found): refused = refused ?? .notExecutable(found)
      default: continue
      }
    }
    return refused ?? .notFound
  }

  private static func kind(of path: String) -> Answer? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else { return .notExecutable(path) }
    return .found(path)
  }
}

private func resolvedPath(_ path: String) -> String? {
  guard let pointer = realpath(path, nil) else { return nil }
  defer { free(pointer) }
  return String(cString: pointer)
}
