import Glibc

/// Which directories are watched, and for which bells. Every directory on the way to a reference is watched, the outer
/// one before the inner one is tried: so what comes into being later is noticed by the directory that it comes into.
struct BellRopes {
  private struct Bell {
    let trail: ReferenceTrail
    var watches: Set<Int32> = []
  }

  private let descriptor: Int32
  private var bells: [Int: Bell] = [:]
  /// For each watched directory the bells that wait for it, each with the names that they wait for.
  private var ropes: [Int32: [Int: Set<String>]] = [:]
  /// The directories that cannot be watched, so that each is spoken of once.
  private var deaf: Set<String> = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// What there is to do after something was heard.
  struct Heard {
    var rings: Set<Int> = []
    var troubles: [FileFailure] = []
  }

  mutating func hang(_ id: Int, on trail: ReferenceTrail) -> [FileFailure] {
    bells[id] = Bell(trail: trail)
    return arm([id])
  }

  mutating func takeDown(_ id: Int) {
    guard let bell = bells.removeValue(forKey: id) else { return }
    for watch in bell.watches { loosen(watch, from: id) }
  }

  /// A bell that rings has its watches laid anew before: its directories may have come or gone.
  mutating func hear(_ events: [InotifyEvent]) -> Heard {
    var heard = Heard()
    for event in events {
      if event.isOverflow {
        heard.rings.formUnion(bells.keys)
        continue
      }
      guard let waiting = ropes[event.watch] else { continue }
      if event.isIgnored || event.isAway {
        heard.rings.formUnion(waiting.keys)
        forget(event.watch)
        if !event.isIgnored { inotify_rm_watch(descriptor, event.watch) }
      } else {
        heard.rings.formUnion(waiting.lazy.filter { $0.value.contains(event.name) }.map(\.key))
      }
    }
    heard.troubles = arm(heard.rings)
    return heard
  }

  private mutating func arm(_ ids: Set<Int>) -> [FileFailure] {
    var troubles: [FileFailure] = []
    for id in ids.sorted() {
      guard let bell = bells[id] else { continue }
      bells[id]?.watches = []
      layOut(bell.trail, for: id, &troubles)
      for watch in bell.watches.subtracting(bells[id]?.watches ?? []) { loosen(watch, from: id) }
    }
    return troubles
  }

  /// Watches what there is of a trail: its directories or, while the git directory is missing, the nearest one above.
  private mutating func layOut(_ trail: ReferenceTrail, for id: Int, _ troubles: inout [FileFailure]) {
    if tie(ReferenceTrail.Directory(path: trail.gitDirectory, names: []), for: id, &troubles) == .absent {
      let ancestors = trail.ancestors
      var index = 0
      while index < ancestors.count, tie(ancestors[index], for: id, &troubles) == .absent { index += 1 }
      // And down again: one of them may have come before the one that it came into was watched.
      while index > 0, index <= ancestors.count, tie(ancestors[index - 1], for: id, &troubles) == .tied { index -= 1 }
    }
    var missing: [String] = []
    for directory in trail.directories where !missing.contains(where: { directory.path.hasPrefix($0 + "/") }) {
      if tie(directory, for: id, &troubles) != .tied { missing.append(directory.path) }
    }
  }

  private enum Tie { case tied, absent, failed }

  private mutating func tie(
    _ directory: ReferenceTrail.Directory, for id: Int, _ troubles: inout [FileFailure]
  ) -> Tie {
    let watch = inotify_add_watch(descriptor, directory.path, InotifyEvent.interest)
    guard watch >= 0 else {
      // A reftable repository has files where others have directories.
      if errno == ENOENT || errno == ENOTDIR { return .absent }
      let failure = FileFailure("cannot watch", directory.path)
      if deaf.insert(directory.path).inserted { troubles.append(failure) }
      return .failed
    }
    deaf.remove(directory.path)
    // Two paths may lead to one directory; the kernel gives both the same watch.
    ropes[watch, default: [:]][id, default: []].formUnion(directory.names)
    bells[id]?.watches.insert(watch)
    return .tied
  }

  private mutating func loosen(_ watch: Int32, from id: Int) {
    guard ropes[watch]?.removeValue(forKey: id) != nil, ropes[watch]?.isEmpty == true else { return }
    ropes[watch] = nil
    inotify_rm_watch(descriptor, watch)
  }

  private mutating func forget(_ watch: Int32) {
    guard let waiting = ropes.removeValue(forKey: watch) else { return }
    for id in waiting.keys { bells[id]?.watches.remove(watch) }
  }
}
