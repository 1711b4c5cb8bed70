import Coordination
import GitObjects
import GitStorage
import HostEffects
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func fetch(_ scope: FetchScope) async throws -> ObjectID? {
    if repository.isShallow { throw CoordinationError.storage(.shallow(repository.shallowBoundary)) }
    let branch = try settings().branch
    do {
      return try await ask(scope, branch)
    } catch CoordinationError.refused {
      // Two commands of one clone may have fetched across each other, the later answer first. A remote that went back
      // still has when it is asked again.
      return try await ask(scope, branch)
    }
  }

  /// R5 is judged by what was seen before the remote was asked: another command of this clone may see more meanwhile.
  private func ask(_ scope: FetchScope, _ branch: String) async throws -> ObjectID? {
    let seen = try seenTip()
    let tip = try await fetchedTip(scope, branch)
    try requireForward(from: seen, to: tip)
    try remember(tip)
    return tip
  }

  private func fetchedTip(_ scope: FetchScope, _ branch: String) async throws -> ObjectID? {
    let settings = try settings()
    let own = try ownReferences
    let tracking = "\(own)/heads/\(branch)"
    let branches =
      switch scope {
      case .coordination: ["+refs/heads/\(branch):\(tracking)"]
      case .everything: ["+refs/heads/*:\(own)/heads/*", "+refs/tags/*:\(own)/tags/*"]
      }
    // Who waits comes along: no round trip of its own.
    let refspecs = branches + ["+\(LeaseReference.prefix)*:\(try fetchedLeases)*"]
    if hasTakenInPlace(scope, branch), let known = try storing({ try repository.reference(tracking) }) { return known }
    do {
      try await git.fetch(
        settings.remote, refspecs: refspecs, vanished: scope == .everything ? .removed : .kept)
    } catch {
      // A remote that answers and has no such branch yet.
      if case .remoteLacks = error { return nil }
      throw try await explained(error)
    }
    return try storing { try repository.reference(tracking) }
  }

  package func knownTip() throws -> ObjectID? {
    if repository.isShallow { throw CoordinationError.storage(.shallow(repository.shallowBoundary)) }
    return try seenTip()
  }

  private func seenTip() throws -> ObjectID? {
    let seen = try seenReference
    return try storing { try repository.reference(seen) }
  }

  private func isForward(from old: ObjectID, to new: ObjectID) throws -> Bool {
    try storing { try repository.isAncestor(old, of: new) }
  }

  /// R5: what was seen never un-happens.
  private func requireForward(from seen: ObjectID?, to tip: ObjectID?) throws {
    guard let seen, tip != seen else { return }
    guard let tip, try isForward(from: seen, to: tip) else {
      throw CoordinationError.refused([.r5(.rewound(branch: try settings().branch, seen: seen, found: tip))])
    }
  }

  /// Moves the seen tip forward, if another command of this clone has not moved it further.
  private func remember(_ tip: ObjectID?) throws {
    guard let tip, try seenTip() != tip else { return }
    let name = try seenReference
    // Whoever holds the place is the only one who moves the tip; a lock that still lies there was left by a command
    // that was killed.
    let place = try ownDirectory()
    let hold = FileHold.take(place, .waiting)
    try withExtendedLifetime(hold) {
      let seen = try seenTip()
      if let seen, try isForward(from: tip, to: seen) { return }
      try requireForward(from: seen, to: tip)
      try storing { try move(name, from: seen, to: tip, isHeld: hold != nil) }
    }
  }

  private func move(
    _ name: String, from old: ObjectID?, to new: ObjectID, isHeld: Bool
  ) throws(StorageError) {
    do {
      try repository.setReference(name, to: new, expecting: Expectation(old))
    } catch {
      guard case .locked = error, isHeld else { throw error }
      try repository.breakLock(of: name)
      try repository.setReference(name, to: new, expecting: Expectation(old))
    }
  }

  package func push(_ commit: ObjectID, expecting tip: ObjectID?) async throws -> PushResult {
    let settings = try settings()
    if let tip, try !isForward(from: tip, to: commit) { return .moved }
    let outcome = try await asking {
      try await git.push(settings.remote, commit: commit, branch: settings.branch, expecting: tip, .forward)
    }
    switch outcome {
    case .accepted:
      try remember(commit)
      return .accepted
    case .unreachable(let said):
      if try await hasArrived(commit) { return .accepted }
      throw CoordinationError.unreachable(remote: settings.remote, said: said)
    // The same principal wrote the same words in the same second from two places. Theirs arrived; ours is another act.
    case .alreadyThere: return .moved
    case .rejected(let summary, let said):
      guard try await remoteTip() == tip else { return .moved }
      return .refused(said.isEmpty ? summary : said)
    case .stopped(let said): return try await hasArrived(commit) ? .accepted : .refused(said)
    }
  }

  /// Whether a push that ended without an answer did its work before the line broke. Others may have written after it.
  private func hasArrived(_ commit: ObjectID) async throws -> Bool {
    guard let now = try await fetch(.coordination) else { return false }
    return try isForward(from: commit, to: now)
  }

  private func remoteTip() async throws -> ObjectID? {
    let settings = try settings()
    let name = "refs/heads/\(settings.branch)"
    return try await asking { try await git.lsRemote(settings.remote, patterns: [name]) }[name]
  }

  package func lookAtWorkingTree() {
    guard repository.workDirectory != nil, workingTreeLook == nil else { return }
    let git = git
    workingTreeLook = Task { try await git.statusPaths() }
  }

  package func stopLooking() async {
    guard let look = workingTreeLook else { return }
    workingTreeLook = nil
    look.cancel()
    // A git that is being ended is waited for; what it said no longer matters.
    _ = await look.result
  }

  package func lookAtCheckout() throws -> Task<Checkout, any Error> {
    if let why = try whyNotCheckedOut() { return Task { .leftAlone(why) } }
    lookAtWorkingTree()
    let look = workingTreeLook
    return Task {
      guard let paths = try await look?.value, let first = paths.first else { return .clean }
      let others = paths.count > 1 ? " and \(paths.count - 1) more" : ""
      return .leftAlone("the work tree is not clean: \(InertText.line(first))\(others)")
    }
  }

  package func follow(_ commit: ObjectID, from checkout: Task<Checkout, any Error>) async throws -> FollowResult {
    if case .leftAlone(let why) = try await asking({ try await checkout.value }) { return .leftAlone(why) }
    // Somebody may have gone to another branch meanwhile.
    if let why = try whyNotCheckedOut() { return .leftAlone(why) }
    switch try await asking({ try await git.fastForward(to: commit) }) {
    case .followed: return .followed
    case .leftAlone(let why): return .leftAlone(why)
    }
  }

  private func whyNotCheckedOut() throws -> String? {
    let settings = try settings()
    guard repository.workDirectory != nil else { return "this repository has no working tree" }
    let head = try storing { try repository.symbolicHead() }
    return head == settings.branch ? nil : "\(settings.branch) is not checked out"
  }

  package func remoteHead(of branch: String) throws -> ObjectID? {
    let name = "\(try ownReferences)/heads/\(branch)"
    return try storing { try repository.reference(name) }
  }

  package func workingTree() async throws -> WorkingTree {
    lookAtWorkingTree()
    guard let look = workingTreeLook else { return .notAsked }
    let paths = try await asking { try await look.value }
    return paths.isEmpty ? .clean : .dirty(paths)
  }
}
