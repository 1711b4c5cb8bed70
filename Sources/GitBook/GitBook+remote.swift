import Coordination
import GitObjects
import GitStorage
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func fetch(_ scope: FetchScope) async throws -> ObjectID? {
    if repository.isShallow { throw CoordinationError.storage(.shallow(repository.shallowBoundary)) }
    let settings = try settings()
    let own = try ownReferences
    let tracking = "\(own)/heads/\(settings.branch)"
    let refspecs =
      switch scope {
      case .coordination: ["+refs/heads/\(settings.branch):\(tracking)"]
      case .everything: ["+refs/heads/*:\(own)/heads/*", "+refs/tags/*:\(own)/tags/*"]
      }
    var tip: ObjectID?
    do {
      try await git.fetch(
        settings.remote, refspecs: refspecs, vanished: scope == .everything ? .removed : .kept)
      tip = try storing { () throws(StorageError) in try repository.reference(tracking) }
    } catch let error as GitError {
      // A remote that answers and has no such branch yet.
      guard case .remoteLacks = error else { throw try await explained(error) }
    }
    try remember(tip: tip, on: settings.branch)
    return tip
  }

  package func knownTip() throws -> ObjectID? {
    if repository.isShallow { throw CoordinationError.storage(.shallow(repository.shallowBoundary)) }
    let seen = try seenReference
    return try storing { () throws(StorageError) in try repository.reference(seen) }
  }

  /// R5: the seen tip only ever moves forward.
  func remember(tip: ObjectID?, on branch: String) throws {
    let name = try seenReference
    let seen = try storing { () throws(StorageError) in try repository.reference(name) }
    guard tip != seen else { return }
    if let seen {
      let forward = try tip.map { tip in
        try storing { () throws(StorageError) in try repository.isAncestor(seen, of: tip) }
      }
      guard forward == true else {
        throw CoordinationError.refused([.r5(.rewound(branch: branch, seen: seen, found: tip))])
      }
    }
    guard let tip else { return }
    do {
      try repository.setReference(name, to: tip, expecting: Expectation(seen))
    } catch {
      // Another command of this clone saw the same tip, or a later one: as good.
      switch error {
      case .conflict, .locked: return
      default: throw CoordinationError.storage(error)
      }
    }
  }

  package func push(_ commit: ObjectID, expecting tip: ObjectID?) async throws -> PushResult {
    let settings = try settings()
    let outcome = try await asking {
      try await git.push(settings.remote, commit: commit, branch: settings.branch, expecting: tip)
    }
    switch outcome {
    case .accepted:
      try remember(tip: commit, on: settings.branch)
      return .accepted
    case .unreachable(let said):
      // It may have arrived before the line broke.
      if try await remoteTip() == commit { return .accepted }
      throw CoordinationError.unreachable(remote: settings.remote, said: said)
    // The same principal wrote the same words in the same second from two places. Theirs arrived; ours is another act.
    case .alreadyThere: return .moved
    case .rejected(let summary, let said):
      guard try await remoteTip() == tip else { return .moved }
      return .refused(said.isEmpty ? summary : said)
    case .stopped(let said): return .refused(said)
    }
  }

  private func remoteTip() async throws -> ObjectID? {
    let settings = try settings()
    let name = "refs/heads/\(settings.branch)"
    return try await asking { try await git.lsRemote(settings.remote, patterns: [name]) }[name]
  }

  package func follow(_ commit: ObjectID) async throws -> FollowResult {
    let settings = try settings()
    guard repository.workDirectory != nil else { return .leftAlone("this repository has no working tree") }
    let head = try storing { () throws(StorageError) in try repository.symbolicHead() }
    guard head == settings.branch else {
      return .leftAlone("\(settings.branch) is not checked out")
    }
    switch try await asking({ try await git.fastForward(branch: settings.branch, to: commit) }) {
    case .followed: return .followed
    case .leftAlone(let why): return .leftAlone(why)
    }
  }

  package func remoteHead(of branch: String) throws -> ObjectID? {
    let name = "\(try ownReferences)/heads/\(branch)"
    return try storing { () throws(StorageError) in try repository.reference(name) }
  }

  package func workingTree() async throws -> WorkingTree {
    guard repository.workDirectory != nil else { return .notAsked }
    let paths = try await asking { try await git.statusPaths() }
    return paths.isEmpty ? .clean : .dirty(paths)
  }
}
