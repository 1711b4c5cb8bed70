import Glibc

/// An exclusive hold on a file or directory. It ends with its owner, or with this process however that ends: the kernel
/// lets go. What nobody holds any more was left behind by a process that was killed.
package final class FileHold {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Whether the path still names what is held: it may have been removed, and made anew, before we had it.
  package func isStill(_ path: String) -> Bool { names(path, descriptor) }

  package enum Patience: Sendable { case waiting, none }

  /// Nil when it cannot be opened, or somebody else holds it and we have no patience. A link is not followed.
  package static func take(_ path: String, _ patience: Patience) -> FileHold? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    let hold = FileHold(descriptor)
    while flock(descriptor, patience == .none ? LOCK_EX | LOCK_NB : LOCK_EX) != 0 {
      guard errno == EINTR else { return nil }
    }
    return hold
  }
}

/// Whether the path names the open file.
func names(_ path: String, _ descriptor: Int32) -> Bool {
  var (held, named) = (stat(), stat())
  return fstat(descriptor, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino
    && held.st_dev == named.st_dev
}
