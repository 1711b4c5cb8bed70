import Dispatch
import GitObjects
import Synchronization
import WorkflowModel

/// Reads those commits of a history that may be records, ahead of the fold and on all cores. Objects come one after the
/// other, as the library allows; what they say, and who signed it, is pure and found out beside the fold. What no other
/// core has begun when its turn comes, the fold's own reads.
struct ReadAhead {
  private let source: any CommitSource
  private let headers: CommitWalk
  private var fed = 0
  private var shares: [ReadShare] = []
  private var current: [Result<ReadCommit, StorageError>] = []
  private var next = 0

  init(_ objects: any HistoryReader, _ headers: CommitWalk) {
    source = objects.storedCommits()
    self.headers = headers
  }

  /// The next commit that may be a record, which is asked for in the history's order. Signatures are verified ahead where
  /// the policy now in force asks for them; under one that changes on the way, each is asked for when its record is taken
  /// in.
  mutating func read(_ header: CommitHeader, under policy: Policy?) throws -> ReadCommit {
    if next == current.count {
      try feed(policy)
      current = shares.isEmpty ? [] : shares.removeFirst().results()
      next = 0
    }
    guard next < current.count, case let read = try current[next].get(), read.commit.id == header.id else {
      return try RawCommit(id: header.id, bytes: try source.bytes(of: header), isVerified: false).read()
    }
    next += 1
    return read
  }

  /// Before there is a policy, the record that brings it is read by itself.
  private mutating func feed(_ policy: Policy?) throws {
    let isVerified = policy?.signatures == .required
    let size = policy == nil ? 1 : isVerified ? 16 : 64
    let depth = policy == nil ? 1 : Self.depth
    while shares.count < depth, fed < headers.count {
      var raw: [RawCommit] = []
      while raw.count < size, fed < headers.count {
        let header = headers[fed]
        fed += 1
        guard header.mayBeRecord else { continue }
        raw.append(
          RawCommit(id: header.id, bytes: try source.bytes(of: header), isVerified: isVerified))
      }
      guard !raw.isEmpty else { return }
      let share = ReadShare(raw)
      // The first is wanted at once.
      if !shares.isEmpty { DispatchQueue.global().async { share.work() } }
      shares.append(share)
    }
  }

  /// Shares under way: enough for all cores, few enough for their memory.
  private static let depth = 8
}

/// Commits that are read together, by whoever comes first.
private final class ReadShare: Sendable {
  private let raw: [RawCommit]
  private let isTaken = Atomic(false)
  private let done = Mutex<[Result<ReadCommit, StorageError>]?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  init(_ raw: [RawCommit]) { self.raw = raw }

  func work() {
    guard !isTaken.exchange(true, ordering: .relaxed) else { return }
    let read = readAll()
    done.withLock { $0 = read }
    isDone.signal()
  }

  /// What the commits say. Asked once.
  func results() -> [Result<ReadCommit, StorageError>] {
    if !isTaken.exchange(true, ordering: .relaxed) { return readAll() }
    isDone.wait()
    return done.withLock { $0 } ?? readAll()
  }

  private func readAll() -> [Result<ReadCommit, StorageError>] {
    raw.map { commit in Result { () throws(StorageError) in try commit.read() } }
  }
}
