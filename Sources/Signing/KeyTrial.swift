import Coordination
import Glibc
import Signatures

/// A key that was made for something that has not come about yet. Beside its files lies a mark, which its maker holds
/// locked: a maker who was stopped leaves the lock free, and the next one takes the key up instead of making another.
struct KeyTrial {
  private let path: String
  private let hadKey: Bool

  /// Nil when the name is in use, by a key or by another maker. The lock is held as long as this process lives.
  init?(of path: String) throws(SigningTrouble) {
    let mark = Self.mark(of: path)
    let hadKey = OwnedFile.exists(path) || OwnedFile.exists(path + ".pub")
    if hadKey, !OwnedFile.exists(mark) { return nil }
    try OwnedFile.makeDirectory(of: path)
    let file = open(mark, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw .unwritable(mark, why: OwnedFile.reason()) }
    var (held, named) = (stat(), stat())
    // The mark that is locked has to be the one that bears the name: its last maker may have ended the trial meanwhile.
    guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &held) == 0, lstat(mark, &named) == 0,
      held.st_ino == named.st_ino
    else {
      close(file)
      return nil
    }
    self.path = path
    self.hadKey = hadKey
  }

  /// Whether a whole key is there to be taken up.
  private var isTakenUp: Bool { hadKey && OwnedFile.exists(path) && OwnedFile.exists(path + ".pub") }

  /// Asked before ``key(_:)``.
  var age: HeldKey.Age { isTakenUp ? .known : .new }

  /// The key on trial: the one that is there if it is whole, else a new one.
  func key(_ make: () throws(SigningTrouble) -> KeyFile) throws(SigningTrouble) -> KeyFile {
    if isTakenUp { return try KeyFile(path: path) }
    // Half of a pair, which nobody can have used.
    for half in [path, path + ".pub"] { OwnedFile.remove(half) }
    return try make()
  }

  static func end(of path: String) { OwnedFile.remove(mark(of: path)) }

  private static func mark(of path: String) -> String { path + ".trial" }
}
