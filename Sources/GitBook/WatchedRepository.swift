import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import Replay
import WorkflowModel
import WorkflowRules

/// The coordination branch of a clone's remote, looked at without end. A remote on this machine is read in place, so
/// that a look costs a few system calls; any other is asked with one `git ls-remote`, and fetched when it has moved.
package final class WatchedRepository: WatchedBranch {
  package let directory: String
  package let source: WatchSource
  private let clone: GitBook
  /// Where objects are read: the remote itself, or the clone that fetches from it.
  let repository: Repository
  private let history: History
  private let settings: CloneSettings
  private var point: FoldPoint?
  private var hasLooked = false
  private var seen: ObjectID?
  private var leaseIDs: [String: ObjectID] = [:]
  /// Everything up to a tip, for as long as the branch stands there: when a watch starts, each consumer asks.
  private var log: (tip: ObjectID, records: [LoggedRecord])?

  private init(_ clone: GitBook, _ directory: String, in place: Repository?, _ settings: CloneSettings) throws {
    self.clone = clone
    self.directory = directory
    self.settings = settings
    repository = place ?? clone.repository
    history = History(repository)
    source =
      place.map { .place(gitDirectory: $0.commonDirectory, reference: "refs/heads/\(settings.branch)") }
      ?? .remote(settings.remote)
    seen = try clone.knownTip()
  }

  /// Opens a clone, whose remote is watched, or a bare repository that has no such remote and is watched itself.
  package static func open(
    _ directory: String, host: Host, patience: Duration
  ) async throws -> WatchedRepository {
    let clone = try GitBook.open(containing: directory, host: host, patience: patience)
    let settings = try clone.settings()
    let place = try await clone.place(of: settings.remote)
    return try WatchedRepository(clone, directory, in: place, settings)
  }

  package var stateDirectory: String { "\(clone.repository.commonDirectory)/assay/watch" }

  package func expect(_ tip: ObjectID) throws {
    let isOld = try clone.storing {
      guard let seen, try repository.exists(tip) else { return false }
      return try repository.isAncestor(tip, of: seen)
    }
    // What is not there, or leads elsewhere, makes the next look say so.
    if !isOld { seen = tip }
  }

  package func look() async throws -> WatchLook {
    let before = point
    let (tip, isFetched) = try await remoteTip()
    try requireForward(to: tip)
    defer { hasLooked = true }
    guard let tip else { return WatchLook(tip: nil, state: WorkflowState(), records: [], isFetched: isFetched) }
    var new: [LoggedRecord] = []
    if before?.tip != tip {
      log = nil
      new = try goOn(from: before, to: tip)
    }
    seen = tip
    let state = point?.state ?? WorkflowState()
    try state.requireTrust(pinned: settings.founding)
    return WatchLook(tip: tip, state: state, records: new, isFetched: isFetched)
  }

  package func records(after known: ObjectID?) throws -> [LoggedRecord] {
    guard let tip = point?.tip else { return [] }
    if let known {
      if known == tip { return [] }
      let isForward = try clone.storing { try repository.exists(known) && repository.isAncestor(known, of: tip) }
      guard isForward else {
        throw CoordinationError.refused([.r5(.rewound(branch: settings.branch, seen: known, found: tip))])
      }
    }
    if let log, log.tip == tip { return try history.records(log.records, after: known) }
    let logged = try clone.storing {
      try history.fold(try repository.walk(from: [tip]), depth: .messages, keepsLog: true).logged
    }
    log = (tip, logged)
    return try history.records(logged, after: known)
  }

  package func drift(of phase: PhaseState) throws -> [GateID: Drift] {
    guard let tip = point?.tip else { return [:] }
    let heads = if case .place = source { "refs/heads/" } else { try clone.ownReferences + "/heads/" }
    return try clone.storing {
      let head = try phase.phase.branch.map { try repository.reference(heads + $0) } ?? tip
      return try history.drift(of: phase, head: head, coordination: tip)
    }
  }

  package func leases() async throws -> [Lease] {
    let own: String
    switch source {
    case .place: own = LeaseReference.prefix
    case .remote(let remote):
      own = try clone.fetchedLeases
      if try hasNewLeases(below: own) {
        try await clone.asking {
          try await clone.git.fetch(remote, refspecs: ["+\(LeaseReference.prefix)*:\(own)*"], vanished: .removed)
        }
      }
    }
    return try clone.leases(below: own, in: repository)
  }

  private func hasNewLeases(below own: String) throws -> Bool {
    let known = try clone.storing { try repository.references(under: own) }
    return Dictionary(known.map { (LeaseReference.prefix + $0.name.dropFirst(own.count), $0.id) }) { first, _ in first }
      != leaseIDs
  }

  // MARK: Looking

  private func remoteTip() async throws -> (ObjectID?, isFetched: Bool) {
    let name = "refs/heads/\(settings.branch)"
    switch source {
    case .place(let directory, _):
      // A repository that was taken away is no repository without a branch.
      guard FileManager.default.fileExists(atPath: directory + "/HEAD") else {
        throw CoordinationError.unreachable(remote: settings.remote, said: "there is no repository any more")
      }
      if repository.isShallow { throw CoordinationError.storage(.shallow(repository.shallowBoundary)) }
      return (try clone.storing { try repository.reference(name) }, false)
    case .remote(let remote):
      let found = try await clone.asking {
        try await clone.git.lsRemote(remote, patterns: [name, LeaseReference.prefix + "*"])
      }
      leaseIDs = found.filter { $0.key.hasPrefix(LeaseReference.prefix) }
      let tip = found[name]
      if let tip, tip == point?.tip { return (tip, false) }
      return (try await clone.fetch(.everything), true)
    }
  }

  private func requireForward(to tip: ObjectID?) throws {
    guard let seen, tip != seen else { return }
    let isForward = try clone.storing {
      guard let tip else { return false }
      return try repository.exists(seen) && repository.isAncestor(seen, of: tip)
    }
    if !isForward { throw CoordinationError.refused([.r5(.rewound(branch: settings.branch, seen: seen, found: tip))]) }
  }

  private func goOn(from before: FoldPoint?, to tip: ObjectID) throws -> [LoggedRecord] {
    try clone.storing {
      if let before, let fold = try history.fold(from: before, to: tip, depth: .messages, keepsLog: true) {
        point = fold.point(at: tip)
        return fold.logged
      }
      if !hasLooked, let kept = try keptPoint(before: tip) {
        point = kept
        return []
      }
      let fold = try history.fold(try repository.walk(from: [tip]), depth: .messages, keepsLog: hasLooked)
      point = fold.point(at: tip)
      // Of a branch that was not there before, all is new.
      return try history.records(fold.logged, after: before?.tip)
    }
  }

  /// From a snapshot that a command or the guard has kept, if it leads to the tip.
  private func keptPoint(before tip: ObjectID) throws -> FoldPoint? {
    for directory in Set([repository.commonDirectory, clone.repository.commonDirectory]) {
      let shelf = FoldShelf("\(directory)/assay", "fold", branch: settings.branch, key: clone.foldKey)
      guard let kept = shelf?.point else { continue }
      if kept.tip == tip { return kept }
      if let fold = try history.fold(from: kept, to: tip, depth: .messages) { return fold.point(at: tip) }
    }
    return nil
  }
}
